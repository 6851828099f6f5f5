using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ProdReady.PackageTests.Readme;

/// <summary>The demo as a running process; every wait is bounded, and it is ended by its own id.</summary>
internal sealed partial class Demo : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _news = new(0);

    public Demo(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["bin/Debug/net10.0/Demo.dll", "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task<Uri> Listens() => new(Address().Match(await Says("Now listening on: ")).Value);

    /// <summary>Waits for a line that contains <paramref name="text"/>.</summary>
    public async Task<string> Says(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            lock (_lines)
            {
                if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found) return found;
            }

            try
            {
                await _news.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The demo did not say '{text}' within {Limit}:\n{string.Join('\n', _lines)}");
            }
        }
    }

    /// <summary>Tells the process to stop, as a service manager does, and waits until it has.</summary>
    public async Task<Stop> Stop()
    {
        int said;
        lock (_lines) said = _lines.Count;
        var clock = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var exitCode = await Exit();
        lock (_lines) return new Stop([.. _lines.Skip(said)], exitCode, clock.Elapsed);
    }

    /// <summary>Waits for the process to end, and returns its exit code.</summary>
    public async Task<int> Exit()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
        _news.Release();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
