using ProdReady.Load;
using static ProdReady.Tests.Load.UnsafeMethodRetriedTests;

namespace ProdReady.Tests.Load;

public class UnsafeMethodRetriedFixerTests
{
    private static string Fixed(string statements) => $$"""
        using System.Net.Http.Json;
        {{(statements.Contains("DisableFor") ? "using Microsoft.Extensions.Http.Resilience;\n" : "")}}
        public class Setup
        {
            public void Add(IServiceCollection services)
            {
        {{statements}}
            }
        }
        """ + Clients;

    [Fact]
    public Task Retries_of_unsafe_methods_are_disabled() => Check.Fix<UnsafeMethodRetried, UnsafeMethodRetriedFixer>(
        Fixed("        services.AddHttpClient<Payments>().[|AddStandardResilienceHandler|](); // as everywhere"),
        Fixed("        services.AddHttpClient<Payments>().AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods()); // as everywhere"),
        Resilience(Target.Library));

    [Fact]
    public Task A_method_that_is_not_declared_stable_is_used_knowingly() => Check.Fix<UnsafeMethodRetried, UnsafeMethodRetriedFixer>(
        Fixed("        services.AddHttpClient<Payments>().[|AddStandardResilienceHandler|]();"),
        Fixed("""
            #pragma warning disable EXTEXP0001 // The method is not declared stable yet.
                    services.AddHttpClient<Payments>().AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            #pragma warning restore EXTEXP0001
            """),
        Resilience(Target.Library, "[System.Diagnostics.CodeAnalysis.Experimental(\"EXTEXP0001\")]"));

    [Theory]
    [InlineData("services.AddHttpClient<Payments>().[|AddStandardHedgingHandler|]();")]
    [InlineData("services.AddHttpClient<Payments>().[|AddStandardResilienceHandler|](options => options.Retry.MaxRetryAttempts = 5);")]
    public Task A_hedge_and_options_that_are_set_already_have_no_fix(string registration) =>
        Check.NoFix<UnsafeMethodRetried, UnsafeMethodRetriedFixer>(Fixed(registration), Resilience(Target.Library));
}
