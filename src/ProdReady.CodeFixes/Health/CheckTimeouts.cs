using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Health;

/// <summary>A timeout for every check that has none, wherever it is registered: hence PostConfigure.</summary>
internal static class CheckTimeouts
{
    /// <summary>How many seconds a check is given where no option of the rule at hand says it: the default of PRD504's.</summary>
    public static readonly string Usual = HealthCheckCanHang.Timeout.DefaultText;

    /// <summary>The types that the statement names.</summary>
    public static readonly string[] Names = ["System.TimeSpan", "System.Threading.Timeout", "Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions", HealthCheckApis.ServiceOptions];

    public static StatementSyntax Statement(string services, string seconds, SyntaxNode scope, Spot spot) => Pattern.Statement(Text(services, seconds, scope, spot), spot.NewLine);

    public static string Text(string services, string seconds, SyntaxNode scope, Spot spot)
    {
        var (options, check) = (Fresh.Name(spot, scope, "options", "checkOptions"), Fresh.Name(spot, scope, "check", "registration"));
        return $$"""
            {{services}}.PostConfigure<HealthCheckServiceOptions>({{options}} =>
            {
                foreach (var {{check}} in {{options}}.Registrations)
                {
                    if ({{check}}.Timeout == Timeout.InfiniteTimeSpan) {{check}}.Timeout = TimeSpan.FromSeconds({{seconds}});
                }
            });
            """;
    }
}
