using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>What <c>Program</c> calls for each area.</summary>
internal static class Registration
{
    public static SourceFile Of(Area area) => area.File("Registration", $$"""
        namespace {{area.Namespace}};

        public static class {{area.Name}}Registration
        {
            public static IServiceCollection Add{{area.Name}}(this IServiceCollection services, IConfiguration configuration)
            {
                services.AddScoped<I{{area.Name}}Repository, Sql{{area.Name}}Repository>();
                services.AddScoped<{{area.Name}}Service>();
                services.AddSingleton<{{area.Name}}Cache>();
                services.AddSingleton<{{area.Name}}Queue>();
                services.AddTransient<{{area.Name}}Importer>();
                services.AddHostedService<{{area.Name}}Worker>();
                services.AddHttpClient<{{area.Name}}Client>(http =>
                {
                    http.BaseAddress = new Uri(configuration["{{area.Family}}:{{area.Noun}}:Url"] ?? "http://localhost:{{area.Dice.Next(5000, 9000)}}/");
                    http.Timeout = TimeSpan.FromSeconds({{area.Dice.Next(2, 60)}});
                });
                return services;
            }
        }
        """);
}
