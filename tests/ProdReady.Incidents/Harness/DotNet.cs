using System.Diagnostics;

namespace ProdReady.Incidents.Harness;

/// <summary>A command of the SDK, run to its end.</summary>
internal sealed record DotNet(string Command, int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public static readonly string Executable = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static async Task<DotNet> Run(string folder, CancellationToken over, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        LeaveTheBuildWeRunIn(start);

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(over);
        limit.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new DotNet($"dotnet {string.Join(' ', arguments)}", process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    public DotNet MustSucceed() =>
        ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    /// <summary>What it said about one project, if anything; all of it would repeat in every test that fails.</summary>
    public string About(string project)
    {
        var lines = Output.Split('\n').Where(line => line.Contains(project, StringComparison.Ordinal)).Distinct().ToList();
        return lines.Count > 0 ? $"{Command}\nsaid:\n{string.Join('\n', lines)}" : ToString();
    }

    public override string ToString() => $"{Command}\nended with {ExitCode}:\n{Output}";

    /// <summary>`dotnet test` is itself a build; what it says to its own processes is not meant for ours, and a node left running would outlive the tests.</summary>
    private static void LeaveTheBuildWeRunIn(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    }
}
