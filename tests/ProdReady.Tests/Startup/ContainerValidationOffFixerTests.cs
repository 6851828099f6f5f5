using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class ContainerValidationOffFixerTests
{
    private static string Program(string statement) => $"""
        var builder = WebApplication.CreateBuilder(args);
        {statement}
        builder.Build().Run();
        """;

    [Fact]
    public Task The_container_is_told_to_look() => Check.Fix<ContainerValidationOff, ContainerValidationOffFixer>(
        Program("builder.Host.UseDefaultServiceProvider(options => { options.ValidateScopes = [|false|] /* for now */; options.ValidateOnBuild = [|false|]; });"),
        Program("builder.Host.UseDefaultServiceProvider(options => { options.ValidateScopes = true /* for now */; options.ValidateOnBuild = true; });"));
}
