using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Tests.Flow;

/// <summary>What makes a thread stand still, and by which way.</summary>
public class BlockingTests
{
    private const string Rest = """
        interface IStore { Task<int> LoadAsync(); Task SaveAsync(); int Count { get; } }
        """;

    /// <summary>What blocks the method <c>Run</c> of the class, and how it is printed.</summary>
    private static Wait? In(string members, Target? project = null)
    {
        var snippet = new Snippet($"class Shop\n{{\nreadonly IStore store = null!;\n{members}\n}}\n" + Rest, project ?? Target.Library);
        snippet.MustCompile();
        var known = Known.About(snippet.Compilation, Options.Of(project ?? Target.Library), default);
        var shop = snippet.Compilation.GetTypeByMetadataName("Shop")!;
        return new Blocking(known).In(known.Bodies.Of(shop.GetMembers("Run").OfType<IMethodSymbol>().Single())!);
    }

    private static string? Path(string members, Target? project = null) => In(members, project)?.Path;

    [Theory]
    [InlineData("var x = store.LoadAsync().Result;", ".Result")]
    [InlineData("var x = store.LoadAsync().GetAwaiter().GetResult();", ".GetAwaiter().GetResult()")]
    [InlineData("var x = store.LoadAsync().ConfigureAwait(false).GetAwaiter().GetResult();", ".GetAwaiter().GetResult()")]
    [InlineData("store.SaveAsync().Wait();", ".Wait()")]
    [InlineData("store.SaveAsync().Wait(TimeSpan.FromSeconds(1));", ".Wait()")]
    [InlineData("Task.WaitAll(store.SaveAsync(), store.SaveAsync());", "Task.WaitAll")]
    [InlineData("var x = new ValueTask<int>(store.LoadAsync()).Result;", ".Result")]
    [InlineData("Task.Run(() => store.SaveAsync()).Wait();", ".Wait()")]
    [InlineData("Thread.Sleep(500);", "Thread.Sleep")]
    [InlineData("new Thread(() => { }).Join();", "Thread.Join")]
    [InlineData("new ManualResetEvent(false).WaitOne();", "WaitHandle.WaitOne")]
    [InlineData("new ManualResetEventSlim().Wait();", "ManualResetEventSlim.Wait")]
    [InlineData("new CountdownEvent(1).Wait();", "CountdownEvent.Wait")]
    [InlineData("Monitor.Wait(this);", "Monitor.Wait")]
    [InlineData("System.Diagnostics.Process.Start(\"git\").WaitForExit();", "Process.WaitForExit")]
    [InlineData("new System.Collections.Concurrent.BlockingCollection<int>().Take();", "BlockingCollection.Take")]
    [InlineData("new HttpClient().Send(new HttpRequestMessage());", "HttpClient.Send")]
    [InlineData("System.Net.Dns.GetHostEntry(\"db\");", "Dns.GetHostEntry")]
    [InlineData("System.Data.IDbCommand c = null!; c.ExecuteNonQuery();", "IDbCommand.ExecuteNonQuery")]
    [InlineData("SpinWait.SpinUntil(() => store.Count > 0);", "SpinWait.SpinUntil")]
    public void A_thread_stands_still(string statement, string path) => Assert.Equal(path, Path($"void Run() {{ {statement} }}"));

    [Theory]
    [InlineData("store.SaveAsync();")]
    [InlineData("var name = nameof(Task<int>.Result);")]
    [InlineData("store.SaveAsync().Wait(0);")]
    [InlineData("store.SaveAsync().Wait(TimeSpan.Zero);")]
    [InlineData("new ManualResetEvent(false).WaitOne(0);")]
    [InlineData("Thread.Sleep(0);")]
    [InlineData("var x = Task.FromResult(1).Result;")]
    [InlineData("Task.CompletedTask.Wait();")]
    [InlineData("var x = new ValueTask<int>(1).Result;")]
    [InlineData("Task.Run(() => store.SaveAsync().Wait());")]
    [InlineData("store.SaveAsync().ContinueWith(task => task.Wait());")]
    [InlineData("store.LoadAsync().ContinueWith(task => Console.WriteLine(task.Result));")]
    [InlineData("Task.Factory.ContinueWhenAll(new[] { store.LoadAsync() }, tasks => tasks[0].Result);")]
    [InlineData("Action later = () => store.SaveAsync().Wait();")]
    [InlineData("var task = store.LoadAsync(); if (task.IsCompleted) Console.WriteLine(task.Result);")]
    [InlineData("var task = store.LoadAsync(); if (task is { IsCompletedSuccessfully: true }) Console.WriteLine(task.Result);")]
    [InlineData("var task = store.LoadAsync(); if (!task.IsCompleted) return; Console.WriteLine(task.Result);")]
    [InlineData("var task = store.LoadAsync(); var x = task.Status == TaskStatus.RanToCompletion ? task.Result : 0;")]
    [InlineData("var task = Task.FromResult(1); Console.WriteLine(task.Result);")]
    public void A_thread_goes_on(string statement) => Assert.Null(Path($"void Run() {{ {statement} }}"));

    [Theory]
    [InlineData("var task = store.LoadAsync(); await task; return task.Result;")]
    [InlineData("var task = store.LoadAsync(); await Task.WhenAll(task, store.SaveAsync()); return task.Result;")]
    [InlineData("var task = store.LoadAsync(); var both = Task.WhenAll(task, store.SaveAsync()); await both; return task.Result;")]
    [InlineData("var tasks = new[] { store.LoadAsync() }; await Task.WhenAll(tasks); return tasks[0].Result;")]
    [InlineData("var tasks = new List<Task<int>>(); await Task.WhenAll(tasks); return tasks.Sum(task => task.Result);")]
    [InlineData("var tasks = new List<Task<int>>(); await Task.WhenAll(tasks); return tasks.Where(task => true).Select(task => task.Result).Sum();")]
    [InlineData("var tasks = new List<Task<int>>(); await Task.WhenAll(tasks); return tasks.Where(task => true).Where(task => task.Result > 0).OrderBy(task => 1).Select(task => task.Result).Sum();")]
    [InlineData("var tasks = new List<Task<int>>(); await Task.WhenAll(tasks); return tasks.First().Result;")]
    [InlineData("var tasks = new List<Task<int>>(); await Task.WhenAll(tasks); foreach (var task in tasks) return task.Result; return 0;")]
    [InlineData("var byName = new Dictionary<string, Task<int>>(); await Task.WhenAll(byName.Values); return byName[\"a\"].Result;")]
    [InlineData("var items = new[] { 1 }.Select(i => new { Task = store.LoadAsync() }).ToList(); await Task.WhenAll(items.Select(item => item.Task)); return items.Sum(item => item.Task.Result);")]
    [InlineData("return (await Task.WhenAny(store.LoadAsync(), store.LoadAsync())).Result;")]
    [InlineData("var first = await Task.WhenAny(store.LoadAsync(), store.LoadAsync()); return first.Result;")]
    [InlineData("await foreach (var task in Task.WhenEach(store.LoadAsync(), store.LoadAsync())) return task.Result; return 0;")]
    [InlineData("var response = await new HttpClient().GetAsync(\"http://shop\"); return response.Content.ReadAsStringAsync().Result.Length;")]
    public void A_task_that_was_waited_for_is_done(string statements) => Assert.Null(Path($"async Task<int> Run() {{ {statements} }}"));

    [Theory]
    [InlineData("await store.SaveAsync(); return store.LoadAsync().Result;")]
    [InlineData("var task = store.LoadAsync(); await store.SaveAsync(); return task.Result;")]
    [InlineData("var task = store.LoadAsync(); var x = task.Result; await task; return x;")]
    [InlineData("var response = await new HttpClient().GetAsync(\"http://shop\", HttpCompletionOption.ResponseHeadersRead); return response.Content.ReadAsStringAsync().Result.Length;")]
    public void Another_task_that_was_waited_for_is_no_excuse(string statements) => Assert.Equal(".Result", Path($"async Task<int> Run() {{ {statements} }}"));

    [Fact]
    public void The_way_through_callees_is_told() => Assert.Equal("Shop.Import -> Shop.Load -> .Result", Path("""
        void Run() { Import(); }
        void Import() => Load();
        int Load() => store.LoadAsync().Result;
        """));

    [Fact]
    public void The_shortest_way_is_told() => Assert.Equal("Shop.Near -> Thread.Sleep", Path("""
        void Run() { Far(); Near(); }
        void Far() => Farther();
        void Farther() => Thread.Sleep(1000);
        void Near() => Thread.Sleep(2000);
        """));

    [Fact]
    public void What_blocks_by_itself_comes_first() => Assert.Equal("Thread.Sleep", Path("""
        void Run() { Near(); Thread.Sleep(1000); }
        void Near() => Thread.Sleep(2000);
        """));

    [Fact]
    public void Accessors_constructors_and_local_functions_are_followed()
    {
        Assert.Equal("Shop.Price -> .Result", Path("int Price => store.LoadAsync().Result; int Run() => Price;"));
        Assert.Equal("Shop.Price -> .Wait()", Path("int Price { set => store.SaveAsync().Wait(); } void Run() => Price = 1;"));
        Assert.Equal("new Order -> Thread.Sleep", Path("class Order { public Order() { Thread.Sleep(100); } } void Run() => new Order();"));
        Assert.Equal("Load -> .Result", Path("int Run() { return Load(); int Load() => store.LoadAsync().Result; }"));
    }

    [Fact]
    public void An_accessor_that_is_not_used_is_not_followed()
    {
        Assert.Null(Path("int Price { get => store.LoadAsync().Result; set { } } void Run() => Price = 1;"));
        Assert.Null(Path("int Price { get => 1; set => store.SaveAsync().Wait(); } int Run() => Price;"));
    }

    [Fact]
    public void The_only_implementation_is_followed() => Assert.Equal("Loader.Load -> .Result", Path("""
        public interface ILoader { int Load(); }
        class Loader : ILoader { readonly IStore store = null!; public int Load() => store.LoadAsync().Result; }
        int Run(ILoader loader) => loader.Load();
        """));

    [Fact]
    public void One_of_several_implementations_is_not() => Assert.Null(Path("""
        public interface ILoader { int Load(); }
        class Loader : ILoader { readonly IStore store = null!; public int Load() => store.LoadAsync().Result; }
        class Fake : ILoader { public int Load() => 1; }
        int Run(ILoader loader) => loader.Load();
        """));

    [Fact]
    public void Work_that_is_awaited_is_followed() => Assert.Equal("Shop.LoadAsync -> .Result", Path("""
        async Task Run() => await LoadAsync();
        async Task<int> LoadAsync() { await Task.Yield(); return store.LoadAsync().Result; }
        """));

    [Fact]
    public void Work_that_goes_on_beside_is_not() => Assert.Null(Path("""
        void Run() { _ = LoadAsync(); }
        async Task<int> LoadAsync() { await Task.Yield(); return store.LoadAsync().Result; }
        """));

    [Fact]
    public void A_method_that_returns_only_done_tasks_does_not_block() => Assert.Null(Path("""
        int Run() => CountAsync().Result + NoneAsync().Result;
        Task<int> CountAsync() => Task.FromResult(store.Count);
        async Task<int> NoneAsync() => 0;
        """));

    [Fact]
    public void Lambdas_that_are_called_in_place_block() => Assert.Equal(".Result", Path("""
        IEnumerable<int> Run(int[] ids) => ids.Select(id => store.LoadAsync().Result);
        """));

    [Fact]
    public void A_value_that_is_made_once_blocks_where_it_is_made() => Assert.Equal(".Result", Path("""
        int Run(System.Collections.Concurrent.ConcurrentDictionary<string, int> cache) => cache.GetOrAdd("a", key => store.LoadAsync().Result);
        """));

    [Fact]
    public void A_command_of_a_certain_database_blocks_like_any_other() => Assert.Equal("PgCommand.ExecuteReader", Path("""
        abstract class PgCommand : System.Data.Common.DbCommand { public new System.Data.Common.DbDataReader ExecuteReader() => null!; }
        void Run() { PgCommand command = null!; command.ExecuteReader(); }
        """));

    [Fact]
    public void What_is_too_deep_is_not_looked_at() => Assert.Null(Path("""
        void Run() => A();
        void A() => B();
        void B() => C();
        void C() => D();
        void D() => E();
        void E() => Thread.Sleep(1000);
        """));

    [Fact]
    public void Methods_that_call_each_other_are_looked_at_once() => Assert.Equal("Shop.B -> Thread.Sleep", Path("""
        void Run() { A(); B(); }
        void A() => B();
        void B() { A(); Thread.Sleep(1000); }
        """));

    [Fact]
    public void A_way_of_ones_own_can_be_named_in_a_file() => Assert.Equal("Console.ReadLine", Path(
        "void Run() => Console.ReadLine();",
        Target.Library.WithFile("ProdReady.Apis.txt", "WaitApis.Block = M:System.Console.ReadLine")));

    [Theory]
    [InlineData("Thread.Sleep(500);", 500, true)]
    [InlineData("Task.Delay(500).Wait();", 500, false)]
    [InlineData("Task.Delay(500).GetAwaiter().GetResult();", 500, false)]
    [InlineData("store.SaveAsync().Wait(TimeSpan.FromSeconds(2));", 2000, true)]
    [InlineData("store.SaveAsync().Wait(-1);", -1, false)]
    [InlineData("store.SaveAsync().Wait(new CancellationTokenSource().Token);", null, true)]
    [InlineData("store.SaveAsync().Wait(CancellationToken.None);", null, false)]
    [InlineData("store.SaveAsync().Wait();", null, false)]
    [InlineData("new ManualResetEvent(false).WaitOne();", null, false)]
    [InlineData("new ManualResetEvent(false).WaitOne(store.Count);", null, true)]
    [InlineData("new ManualResetEvent(false).WaitOne(Timeout.Infinite);", -1, false)]
    [InlineData("System.Diagnostics.Process.Start(\"git\").WaitForExit(5000);", 5000, true)]
    [InlineData("System.Net.Dns.GetHostEntry(\"db\");", null, true)]
    public void How_long_it_may_take_is_known(string statement, int? limit, bool hasEnd)
    {
        var wait = In($"void Run() {{ {statement} }}")!;
        Assert.Equal(limit, (int?)wait.Limit?.TotalMilliseconds);
        Assert.Equal(hasEnd, wait.HasEnd);
    }

    [Fact]
    public void Waits_that_do_not_count_are_passed_over()
    {
        var snippet = new Snippet("class Shop { void Run() { Thread.Sleep(1); Far(); } void Far() { Thread.Sleep(2); Thread.Sleep(1000); } }", Target.Library);
        var known = Known.About(snippet.Compilation, Options.Of(Target.Library), default);
        var run = snippet.Compilation.GetTypeByMetadataName("Shop")!.GetMembers("Run").OfType<IMethodSymbol>().Single();
        var wait = new Blocking(known).In(known.Bodies.Of(run)!, candidate => candidate.Limit > TimeSpan.FromMilliseconds(100));
        Assert.Equal("Thread.Sleep(1000)", wait?.Where.Syntax.ToString());
        Assert.Equal(["Far()", "Thread.Sleep(1000)"], wait!.Places.Select(place => place.SourceTree!.ToString().Substring(place.SourceSpan.Start, place.SourceSpan.Length)));
    }
}
