namespace ProdReady.Tests.Fuzz;

/// <summary>Every form of statement, expression and declaration up to C# 14, around calls that our rules look at.</summary>
internal static class EveryForm
{
    public const string Statements = """
        using System.Diagnostics;
        unsafe class Statements : BackgroundService
        {
            private readonly SemaphoreSlim _gate = new(1);
            private readonly object _lock = new();
            private static int s_count;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
            again:
                while (!stoppingToken.IsCancellationRequested)
                {
                    try { await _gate.WaitAsync(); await Task.Delay(1000); }
                    catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { break; }
                    catch (HttpRequestException failure) { Console.WriteLine(failure.Message); continue; }
                    catch { throw; }
                    finally { _gate.Release(); }
                }
                do { s_count++; } while (s_count < 10);
                for (int i = 0, j = 1; i < j; i++, j--) { if (i == 3) goto again; else ; }
                foreach (var file in Directory.EnumerateFiles("/tmp")) File.Delete(file);
                foreach (var (key, value) in new Dictionary<string, int>()) { }
                await foreach (var item in Items(stoppingToken)) { lock (_lock) { Monitor.Wait(_lock); } }
                switch (s_count)
                {
                    case 0: case 1: goto case 2;
                    case 2 when _gate.Wait(0): goto default;
                    case int and > 3 and < 7 or 9: break;
                    default: Environment.Exit(1); break;
                }
                using (var stream = new FileStream("lock", FileMode.CreateNew)) { }
                using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
                await using var _ = new MemoryStream();
                checked { s_count += int.MaxValue; }
                unchecked { s_count -= 1; }
                fixed (char* p = "text") { *p = 'x'; }
                const int constant = 5; int local = constant, other;
                other = local; ref int alias = ref local; scoped Span<int> span = stackalloc int[3];
                static int Twice(int x) => 2 * x; void Nested() { Nested(); }
                Twice(other); Nested(); ; { }
                _ = Task.Run(() => { new Mutex(false, "Global\\x").WaitOne(); });
                using (await Lock()) return;
            }
            async IAsyncEnumerable<int> Items([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default) { yield return 1; await Task.Yield(); yield break; }
            Task<IDisposable> Lock() => Task.FromResult<IDisposable>(new MemoryStream());
        }
        """;

    public const string Expressions = """""
        using System.Linq.Expressions;
        class Expressions<T> where T : class, new()
        {
            int[] _array = { 1, 2 }; List<int> _list = [1, .. new[] { 2 }, 3]; (int A, string B) _pair = (1, "x");
            T? _maybe; dynamic _dynamic = 1; Func<int, int> _function = static x => x; Action<string?>? _log;
            event EventHandler? Changed;
            object M(object o, ref int r, out int u, in int n, params string[] rest)
            {
                u = default; r = n; var t = typeof(T); var size = sizeof(int); var name = nameof(M);
                var a = o is string { Length: > 3 } s && s[^1] == s[0] ? s[1..^1] : o as string ?? "none";
                var b = o switch { null => 0, int i and > 0 => i, (int x, _) => x, [1, .. var tail, 3] => tail, { } => -1 };
                var c = new { Name = name, t.FullName }; var d = new T(); var e = new List<int>(3) { 1, 2 }; var f = new Dictionary<string, int> { ["x"] = 1 };
                var g = _pair with { A = 2 }; var h = (long)size; var i2 = -size + ~size * +size / (size % 3) << 2 >> 1 >>> 1 & 7 | 8 ^ 9; var j = !(size > 3) || size <= 2 && size != 1;
                size += 1; size ??= 2; _maybe ??= new(); size <<= 2; size++; --size; var k = from x in _array where x > 1 orderby x descending group x by x into y select y.Key;
                var l = from x in _array join y in _array on x equals y into z from w in z let v = w * 2 select new { v };
                Expression<Func<int, bool>> m = x => x > 3; Func<Task> p = async () => await Task.Delay(-1); Func<int, int> q = delegate (int x) { return x; };
                var interpolated = $"{a,10:N2} {{ {b} }}"; var raw = $$"""" {{a}} "quoted" {b} """"; var utf = "x"u8; var verbatim = @"c:\x"; var call = M(o: o, ref r, out _, in n);
                _maybe?.ToString()?.Trim().Split(' ')[0].ToLower(); _array?[0].ToString(); _log?.Invoke(null); Changed += (_, _) => { }; Changed -= null; (u, var last) = (1, 2); (_, _) = _pair;
                var thrown = o ?? throw new ArgumentNullException(nameof(o)); var forced = _maybe!.ToString(); var made = stackalloc[] { 1 }.Length; _ = checked(size * 2); var range = ..3; var index = ^1; var lambda = (ref int x, int y = 3) => x + y;
                var w2 = base.ToString() + this; var any = __makeref(size); _dynamic.Run(1)[2].Stop = 3; var generic = M2<List<int>>(default!); return await2(); object await2() => new();
            }
            U M2<U>(U value) => value; public int this[int i, string s] { get => _array[i]; set => _array[i] = value; }
            public static Expressions<T> operator +(Expressions<T> a, Expressions<T> b) => a; public static implicit operator int(Expressions<T> a) => 0; public static explicit operator checked byte(Expressions<T> a) => 0;
            ~Expressions() { _gate.Wait(); } SemaphoreSlim _gate = new(0); static Expressions() { } public Expressions() : base() { } public static bool operator true(Expressions<T> a) => true; public static bool operator false(Expressions<T> a) => false;
        }
        """"";

    public const string Declarations = """
        extern alias Other;
        using static System.Math; using Pair = (int Left, int Right); using unsafe Pointer = int*;
        [assembly: System.Reflection.AssemblyMetadata("x", "y")]
        namespace Shop.Orders
        {
            public readonly record struct Money(decimal Amount, string Currency = "EUR") : IComparable<Money> { public int CompareTo(Money other) => Amount.CompareTo(other.Amount); }
            public sealed record OrderPlaced(int Id, [property: System.Text.Json.Serialization.JsonPropertyName("total")] Money Total) { public required string Region { get; init; } }
            [Flags] public enum Status : byte { None, Paid = 1 << 0, Sent = Paid | 2, [Obsolete] Lost }
            public interface IStore<in TKey, out TValue> where TKey : notnull where TValue : struct, allows ref struct { TValue this[TKey key] { get; } static abstract int Count { get; } void Clear() { } protected event Action Emptied; }
            public delegate ref readonly T Reader<T>(scoped in T value, ref readonly int count) where T : unmanaged;
            public abstract partial class Service(ILogger<Service> logger, HttpClient client) : IHostedService, IAsyncDisposable
            {
                private protected volatile int _state; public const string Name = "x"; [ThreadStatic] static int? t_depth; internal unsafe fixed int Buffer[4];
                public virtual async Task StartAsync(CancellationToken token) { try { await client.GetStringAsync("/"); } catch (Exception failure) { logger.LogError("failed: {Message}", failure.Message); } }
                public abstract Task StopAsync(CancellationToken token); public partial void Hook(); partial void Quiet(int x = 3); public string P { get; private set; } = ""; public int Q { get => field; set => field = value; }
                async ValueTask IAsyncDisposable.DisposeAsync() { await StopAsync(default); GC.SuppressFinalize(this); } [System.Runtime.InteropServices.DllImport("libc")] static extern int kill(int id, int signal);
                class Nested<T> where T : Nested<T> { class Deeper : Nested<T> { } } file ref struct Window { public ref int First; readonly void M() { } }
            }
            static class Extensions
            {
                public static void Old(this string text) { } extension<T>(IEnumerable<T> source) where T : class { public bool IsEmpty => !source.Any(); public static IEnumerable<T> operator +(IEnumerable<T> a, T b) => a.Append(b); public void Run() { foreach (var x in source) { x?.ToString(); } } }
            }
            partial class Newest { partial Newest(); partial event Action E; public static void operator +=(Newest a) { } int? _x; void M(Newest? o) { o?._x = 3; o?._x += 1; Func<int> f = (scoped ref x) => x; } public partial int P { get; } [System.Runtime.CompilerServices.InlineArray(3)] struct A { int _a; } void N(params ReadOnlySpan<int> xs) => N([1, .. xs]); }
        }
        #if NEVER
        class Off { void M( }
        #else
        #nullable disable
        #pragma warning disable CS1591 // why
        #region here
        class On { void M() { try { M(); } catch { } } }
        #endregion
        #endif
        """;

    public const string Program = """
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddCheck<Ready>("ready", tags: ["ready"]);
        builder.Services.AddHostedService<Worker>().Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.AddOptions<Settings>().Bind(builder.Configuration.GetSection("Shop")).Validate(s => s.Url is not null);
        var url = builder.Configuration["Shop:Url"]!; var app = builder.Build();
        if (app.Environment.IsDevelopment()) app.MapHealthChecks("/healthz");
        app.MapGet("/", async (HttpContext context, Settings settings) => { _ = Task.Run(() => Console.Beep()); return await new HttpClient().GetStringAsync(settings.Url).ConfigureAwait(false); });
        app.MapGet("/sync", () => new HttpClient().GetStringAsync("/").Result); AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("bye");
        try { await app.StartAsync(); app.Run(); return 0; } catch (Exception e) { Console.Error.WriteLine(e); return 0; }
        class Settings { public string? Url { get; set; } public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(5000); }
        class Ready : IHealthCheck { public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext c, CancellationToken t = default) { try { return Task.FromResult(HealthCheckResult.Healthy()); } catch { return Task.FromResult(HealthCheckResult.Healthy()); } } }
        class Worker : BackgroundService
        {
            readonly System.Threading.Channels.Channel<int> _queue = System.Threading.Channels.Channel.CreateUnbounded<int>(); readonly ReaderWriterLockSlim _rw = new(); System.Threading.Timer? _timer; Task? _loop;
            protected override async Task ExecuteAsync(CancellationToken token) { _timer = new(async _ => await Task.Delay(1)); await foreach (var x in _queue.Reader.ReadAllAsync()) { _rw.EnterWriteLock(); try { Thread.Sleep(1000); } finally { } _rw.ExitWriteLock(); } }
            public override Task StopAsync(CancellationToken token) { _loop!.Wait(); _timer!.Dispose(); return Task.CompletedTask; }
        }
        """;
}
