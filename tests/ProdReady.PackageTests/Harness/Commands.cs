using System.Collections;
using System.Diagnostics;
using System.Text;

namespace ProdReady.PackageTests.Harness;

/// <summary>Runs the commands that users run, each time in a process that ends.</summary>
internal static class Commands
{
    /// <summary>A guard against what hangs, not a measure: the build of all consumers beside all peers takes minutes on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <summary>Runs a command that has to succeed.</summary>
    public static async Task<string> Run(string folder, string program, params string[] arguments)
    {
        var (exitCode, output) = await TryRun(folder, program, arguments);
        Assert.True(exitCode == 0, $"'{program} {string.Join(' ', arguments)}' ended with {exitCode}:\n{End(output)}");
        return output;
    }

    public static async Task<(int ExitCode, string Output)> TryRun(string folder, string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = Start(folder, program, arguments) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end within {Limit}:\n{output}");
        }

        return (process.ExitCode, output.ToString());

        void Append(string? line)
        {
            lock (output) output.AppendLine(line);
        }
    }

    private static string End(string output) => string.Join('\n', output.Split('\n').TakeLast(40));

    private static ProcessStartInfo Start(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // 'dotnet test' tells its children where its own MSBuild is; a user's shell does not.
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (((string)variable.Key).StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove((string)variable.Key);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }
}
