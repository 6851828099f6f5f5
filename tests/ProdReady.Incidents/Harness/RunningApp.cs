using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ProdReady.Incidents.Harness;

/// <summary>A process as its operator knows it: what it prints, what it answers, whether it ends and with which exit code. Every wait has an end.</summary>
public sealed partial class RunningApp : IAsyncDisposable
{
    /// <summary>Generous, because a wait that succeeds costs only what it takes, and other tests keep the machine busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];
    private readonly Task _end;
    private TaskCompletionSource _nextLine = NewSignal();

    internal RunningApp(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data, isError: false);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, isError: true);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _end = _process.WaitForExitAsync();
    }

    /// <summary>All it has printed so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get { lock (_lock) return [.. _lines]; }
    }

    /// <summary>What it has printed to standard error so far.</summary>
    public IReadOnlyList<string> Errors
    {
        get { lock (_lock) return [.. _errors]; }
    }

    /// <summary>Waits for a line that contains <paramref name="text"/>; a line already printed counts.</summary>
    public async Task<string> Says(string text, TimeSpan? within = null)
    {
        var limit = Task.Delay(within ?? Patience);
        while (true)
        {
            // Taken before looking, so that a line printed in between is not missed.
            Task news;
            lock (_lock) news = _nextLine.Task;
            var ended = _end.IsCompleted;

            if (Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } said) return said;
            if (ended) throw Disappointed($"ended without saying '{text}'");
            if (await Task.WhenAny(news, _end, limit) == limit) throw Disappointed($"did not say '{text}' in time");
        }
    }

    /// <summary>Whether a line printed so far contains <paramref name="text"/>.</summary>
    public bool HasSaid(string text) => Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The status with which it answers a GET; a redirection is an answer, as it is to a probe.</summary>
    public async Task<HttpStatusCode> Get(string path)
    {
        var address = ListeningOn().Match(await Says("Now listening on: ")).Groups[1].Value;
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address), Timeout = Patience };
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }

    /// <summary>Asks it to end, as systemd, Docker and Kubernetes do.</summary>
    public void Terminate()
    {
        if (Kill(_process.Id, SigTerm) != 0) throw Disappointed("could not be sent SIGTERM");
    }

    /// <summary>Ends it without asking, as the kernel does when memory runs out.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await Exit();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Exit(TimeSpan? within = null)
    {
        if (await Task.WhenAny(_end, Task.Delay(within ?? Patience)) != _end) throw Disappointed("did not end in time");
        return _process.ExitCode;
    }

    /// <summary>The proof of a hang; the one wait that takes all of its time.</summary>
    public async Task<bool> IsStillRunningAfter(TimeSpan time) =>
        await Task.WhenAny(_end, Task.Delay(time)) != _end;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await Task.WhenAny(_end, Task.Delay(Patience));
        _process.Dispose();
    }

    private void Hear(string? line, bool isError)
    {
        if (line is null) return;
        TaskCompletionSource heard;
        lock (_lock)
        {
            _lines.Add(line);
            if (isError) _errors.Add(line);
            heard = _nextLine;
            _nextLine = NewSignal();
        }
        heard.SetResult();
    }

    private Exception Disappointed(string what) =>
        new Xunit.Sdk.XunitException($"The program {what}. It printed:\n{string.Join('\n', Lines)}");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex ListeningOn();

    private const int SigTerm = 15;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
