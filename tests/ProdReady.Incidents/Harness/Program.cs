using System.Diagnostics;

namespace ProdReady.Incidents.Harness;

/// <summary>A program that was built and can be started, as often as an incident needs it.</summary>
public sealed class Program
{
    private readonly string _assembly;

    internal Program(string assembly) => _assembly = assembly;

    /// <summary>Starts it as in production: the default environment, its own working directory, a free port.</summary>
    public RunningApp Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(DotNet.Executable, [_assembly, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(_assembly),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsAboutTheHost).ToList()) start.Environment.Remove(name);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        return new RunningApp(start);
    }

    private static bool IsAboutTheHost(string variable) =>
        variable.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || variable is "DOTNET_ENVIRONMENT" or "DOTNET_URLS";
}
