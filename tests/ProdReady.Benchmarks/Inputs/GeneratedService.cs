using Microsoft.CodeAnalysis;
using ProdReady.Benchmarks.Service;

namespace ProdReady.Benchmarks.Inputs;

/// <summary>A web application with workers, as large as those that notice what an analyzer costs.</summary>
internal static class GeneratedService
{
    private static readonly Dictionary<string, string> Web = new()
    {
        ["UsingMicrosoftNETSdkWeb"] = "true", ["OutputType"] = "Exe", ["TargetFramework"] = "net10.0",
    };

    // The framework's own implicit usings for web projects, beyond those of every project.
    private static readonly SourceFile Usings = new("Usings.cs", """
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;

        """);

    public static Input Write(string name, int lines, bool health) =>
        new(name, OutputKind.ConsoleApplication, [Usings, .. ServiceGenerator.Write(lines, health)], BuildFacts.Framework, Web);
}
