using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>The entry point, and what the areas share.</summary>
internal static class Composition
{
    public static SourceFile Program(IReadOnlyCollection<Area> areas, bool health) => new("Program.cs", $$"""
        {{areas.Select(area => area.Namespace).Distinct().Order(StringComparer.Ordinal).Select(name => $"using {name};").Lines()}}

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddProblemDetails();
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        {{(health ? "builder.Services.AddHealthChecks();" : "builder.Services.AddMemoryCache();")}}
        {{areas.Select(area => $"builder.Services.Add{area.Name}(builder.Configuration);").Lines()}}

        try
        {
            var app = builder.Build();
            app.UseExceptionHandler();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapControllers();
            {{(health ? "app.MapHealthChecks(\"/healthz\");" : "app.MapGet(\"/\", () => \"shop\");")}}
            {{areas.Where(HasEndpoints).Select(area => $"app.Map{area.Name}();").Lines().In(4)}}
            app.Run();
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return 1;
        }
        """.ReplaceLineEndings("\n") + "\n");

    public static SourceFile Shared() => new("Metrics.cs", """
        using System.Diagnostics;
        using System.Diagnostics.Metrics;

        namespace Shop;

        public static class Metrics
        {
            public static readonly ActivitySource Source = new("Shop");

            private static readonly Meter Meter = new("Shop");

            public static readonly Counter<long> Rejected = Meter.CreateCounter<long>("shop.rejected");
        }

        """);

    public static bool HasEndpoints(Area area) => area.Noun.Length % 2 == 0;
}
