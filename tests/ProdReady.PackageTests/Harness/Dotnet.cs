namespace ProdReady.PackageTests.Harness;

/// <summary>The command line of the SDK.</summary>
internal static class Dotnet
{
    /// <summary>Runs a command that has to succeed.</summary>
    public static Task<string> Run(string folder, params string[] arguments) => Commands.Run(folder, "dotnet", arguments);

    public static Task<(int ExitCode, string Output)> TryRun(string folder, params string[] arguments) => Commands.TryRun(folder, "dotnet", arguments);
}
