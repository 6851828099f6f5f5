using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class ContainerValidationOffTests
{
    private static string Program(string statement) => $"""
        var builder = WebApplication.CreateBuilder(args);
        {statement}
        builder.Build().Run();
        """;

    [Theory]
    [InlineData("builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = [|false|]);")]
    [InlineData("builder.Host.UseDefaultServiceProvider((context, options) => { options.ValidateOnBuild = [|false|]; });")]
    [InlineData("builder.WebHost.UseDefaultServiceProvider(options => options.ValidateOnBuild = [|false|]);")]
    [InlineData("builder.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = [|false|] });")]
    [InlineData("const bool Off = false; builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = [|Off|]);")]
    public async Task A_container_that_is_built_without_a_look_is_reported(string statement)
    {
        var found = await Check.Rule<ContainerValidationOff>(Program(statement));
        Assert.Contains("With 'ValidateOnBuild' off a missing registration passes the start", found.Single().GetMessage(null));
    }

    [Fact]
    public async Task A_container_that_does_not_look_at_scopes_is_reported()
    {
        var found = await Check.Rule<ContainerValidationOff>(Program("builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = [|false|]);"));
        Assert.Contains("a singleton that holds on to a scoped service", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = true);")]
    [InlineData("builder.Host.UseDefaultServiceProvider((context, options) => options.ValidateScopes = context.HostingEnvironment.IsDevelopment());")]
    [InlineData("builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = args.Length > 0);")]
    [InlineData("""
        // The plug-ins register what they lack only later.
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = false);
        """)]
    public Task A_container_that_looks_or_may_look_or_has_a_reason_is_left_alone(string statement) => Check.Rule<ContainerValidationOff>(Program(statement));

    [Fact]
    public Task A_property_of_another_type_is_left_alone() => Check.Rule<ContainerValidationOff>("class Options { public bool ValidateOnBuild { get; set; } = true; public void Rush() => ValidateOnBuild = false; }");

    [Fact]
    public Task A_test_is_left_alone() => Check.Rule<ContainerValidationOff>(Program("builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = false);"), Target.Test);
}
