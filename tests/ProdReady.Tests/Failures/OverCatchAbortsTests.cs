using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class OverCatchAbortsTests
{
    private static string Worker(string execute, string members = "", string type = "Worker") => $$"""
        using System.Diagnostics;
        using System.Threading.Channels;

        class {{type}}(ILogger<{{type}}> logger, ChannelReader<string> queue, IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{execute}}
            }

            int _failures;
            int Read(string message) => int.Parse(message);
            Task Save(int order) => Task.CompletedTask;
            Task Poll() => Task.CompletedTask;

            {{members}}
        }
        """;

    private static string InLoop(string handler) => Worker($$"""
        await foreach (var message in queue.ReadAllAsync(stoppingToken))
        {
            try { await Save(Read(message)); }
            {{handler}}
        }
        """);

    private static string Outermost(string handler, string members = "") => Worker($$"""
        try
        {
            await foreach (var message in queue.ReadAllAsync(stoppingToken)) await Save(Read(message));
        }
        {{handler}}
        """, members);

    private const string Host = "\nclass Program { static async Task Main() => await new HostBuilder().ConfigureServices(services => services.AddHostedService<Worker>()).Build().RunAsync(); }\n";

    private static Task Handler(string handler, Target? project = null) => Check.Rule<OverCatchAborts>(InLoop(handler), project);

    private static Task In(string source, Target? project = null) => Check.Rule<OverCatchAborts>(source, project);

    private static Task Warns(string source, Target? project = null) => Check.Severity<OverCatchAborts>(DiagnosticSeverity.Warning, source, project);

    private static Task Suggests(string source, Target? project = null) => Check.Severity<OverCatchAborts>(DiagnosticSeverity.Info, source, project);

    private static string Service(string members, string type = "Service") => $$"""
        class {{type}}
        {
            int Read(string message) => int.Parse(message);
            void Save(int order) { }

            {{members}}
        }
        """;

    private const string Abort = "try { Save(Read(message)); } catch (Exception) { Environment.[|Exit|](1); }";

    private static string Unmarked => Abort.Replace("[|", "").Replace("|]", "");

    // Reported: the ways to end a process.

    [Theory]
    [InlineData("Environment.[|Exit|](1);")]
    [InlineData("Environment.[|Exit|](0);")]
    [InlineData("Environment.[|FailFast|](\"x\");")]
    [InlineData("Process.GetCurrentProcess().[|Kill|]();")]
    [InlineData("var own = Process.GetCurrentProcess(); own.[|Kill|]();")]
    [InlineData("lifetime.[|StopApplication|]();")]
    [InlineData("lifetime?.[|StopApplication|]();")]
    [InlineData("logger.LogCritical(\"x\"); Environment.[|Exit|](1); return;")]
    [InlineData("using (logger.BeginScope(\"x\")) { Environment.[|Exit|](1); }")]
    [InlineData("try { logger.LogError(\"x\"); } finally { Environment.[|Exit|](1); }")]
    [InlineData("Environment.ExitCode = 1; Environment.[|Exit|](1);")]
    [InlineData("if (_failures == 0) logger.LogError(\"first\"); Environment.[|Exit|](1);")]
    public Task A_handler_in_the_loop_of_a_worker_that_ends_the_process_is_reported(string abort) => Warns(InLoop("catch (Exception) { " + abort + " }"));

    [Fact]
    public Task A_bare_catch_is_reported() => Warns(InLoop("catch { Environment.[|Exit|](1); }"));

    [Theory]
    [InlineData("void Die(Exception e) { logger.LogError(e, \"x\"); Environment.Exit(1); }", "[|Die|](e);")]
    [InlineData("void ExitNow(Exception e) => Environment.Exit(1);", "[|ExitNow|](e);")]
    [InlineData("int Fail(Exception e) { Environment.Exit(1); return 1; }", "[|Fail|](e);")]
    public Task A_helper_that_ends_the_process_is_reported(string helper, string call) => Warns(Worker($$"""
        await foreach (var message in queue.ReadAllAsync(stoppingToken))
        {
            try { await Save(Read(message)); }
            catch (Exception e) { {{call}} }
        }
        """, helper));

    // Reported: the places.

    [Fact]
    public Task A_part_of_a_worker_that_is_called_in_its_loop_is_reported() => Warns(Worker(
        "await foreach (var message in queue.ReadAllAsync(stoppingToken)) await Handle(message);",
        "async Task Handle(string message) { try { await Save(Read(message)); } catch (Exception) { Environment.[|Exit|](1); } }"));

    [Fact]
    public Task A_loop_that_takes_an_item_is_reported() => Warns(Worker("""
        while (!stoppingToken.IsCancellationRequested)
        {
            var message = await queue.ReadAsync(stoppingToken);
            try { await Save(Read(message)); } catch (Exception) { Environment.[|Exit|](1); }
        }
        """));

    [Fact]
    public Task A_loop_over_items_in_a_loop_without_end_is_reported() => Warns(Worker("""
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var message in new[] { "1" })
            {
                try { await Save(Read(message)); } catch (Exception) { Environment.[|Exit|](1); }
            }
        }
        """));

    [Fact]
    public Task Work_on_the_pool_in_a_loop_is_reported() => Warns(Worker("""
        foreach (var message in new[] { "1" })
        {
            await Task.Run(async () => { try { await Save(Read(message)); } catch (Exception) { Environment.[|Exit|](1); } });
        }
        """));

    [Fact]
    public Task Parallel_work_is_reported() => Warns(Worker("""
        await Parallel.ForEachAsync(queue.ReadAllAsync(stoppingToken), async (message, token) => { try { await Save(Read(message)); } catch (Exception) { Environment.[|Exit|](1); } });
        """));

    [Fact]
    public Task A_loop_of_a_service_in_a_web_application_is_a_suggestion() =>
        Suggests(Service("void All(string[] messages) { foreach (var message in messages) { " + Abort + " } }") + "class Program { static void Main() => WebApplication.Create().Run(); }", Target.Web);

    [Fact]
    public Task A_controller_is_reported() => Warns("class Orders : Microsoft.AspNetCore.Mvc.ControllerBase\n" + Service("public void Post(string message) { " + Abort + " }").Replace("class Service", ""));

    [Fact]
    public Task A_middleware_is_reported() => Warns(Service("public Task InvokeAsync(HttpContext context, string message) { " + Abort + " return Task.CompletedTask; }"));

    [Fact]
    public Task An_endpoint_is_reported() => Warns($$"""
        var app = WebApplication.Create();
        app.MapPost("/orders", (string message) => { {{Abort}} });
        app.Run();
        static int Read(string message) => int.Parse(message);
        static void Save(int order) { }
        """, Target.Web);

    [Fact]
    public Task A_handler_of_an_event_is_reported() => Warns(Service($$"""
        event Action<string>? Received;
        Service() { Received += message => { {{Abort}} }; }
        """));

    [Fact]
    public Task A_method_that_handles_an_event_is_reported() => Warns(Service("void OnReceived(object sender, FileSystemEventArgs e) { var message = e.Name!; " + Abort + " }"));

    [Theory]
    [InlineData("MassTransit", "IConsumer<string>")]
    [InlineData("NServiceBus", "IHandleMessages<string>")]
    public Task A_consumer_of_a_message_bus_is_reported(string space, string contract) => Warns(
        Service("public void Consume(string message) { " + Abort + " }").Replace("class Service", $"class Service : {space}.{contract}"),
        new Target { LibrarySource = $"namespace {space} {{ public interface {contract.Replace("<string>", "<T>")} {{ void Consume(T message); }} }}" });

    [Fact]
    public Task A_job_of_a_scheduler_is_reported() => Warns(
        Service("public Task Execute(Quartz.IJobExecutionContext context) { var message = context.ToString()!; " + Abort + " return Task.CompletedTask; }").Replace("class Service", "class Service : Quartz.IJob"),
        new Target { LibrarySource = "namespace Quartz { public interface IJobExecutionContext { } public interface IJob { System.Threading.Tasks.Task Execute(IJobExecutionContext context); } }" });

    [Theory]
    [InlineData("lifetime.[|StopApplication|]();")]
    [InlineData("logger.LogCritical(new EventId(1), e, \"x\"); lifetime.[|StopApplication|](); return;")]
    [InlineData("Environment.[|Exit|](0);")]
    public Task The_outermost_handler_that_ends_as_a_success_is_reported(string abort) => Warns(Outermost("catch (Exception e) { " + abort + " }") + Host, Target.Worker);

    // Suggested.

    [Fact]
    public Task A_loop_without_an_item_is_a_suggestion() => Suggests(Worker("""
        while (!stoppingToken.IsCancellationRequested)
        {
            try { await Poll(); await Save(1); } catch (Exception) { Environment.[|Exit|](1); }
        }
        """));

    [Theory]
    [InlineData("var wait = Read(\"1\");", "await Save(1);")]
    [InlineData("var order = 1;", "await Save(order);")]
    public Task A_loop_with_a_variable_that_is_no_item_is_a_suggestion(string variable, string use) => Suggests(Worker($$"""
        while (!stoppingToken.IsCancellationRequested)
        {
            {{variable}}
            try { await Poll(); {{use}} } catch (Exception) { Environment.[|Exit|](1); }
        }
        """));

    [Fact]
    public Task A_part_without_an_item_is_a_suggestion() => Suggests(Worker(
        "while (!stoppingToken.IsCancellationRequested) await Handle(stoppingToken);",
        "async Task Handle(CancellationToken token) { try { await Poll(); await Save(1); } catch (Exception) { Environment.[|Exit|](1); } }"));

    [Fact]
    public Task A_loop_on_the_pool_in_a_service_is_a_suggestion() =>
        Suggests(Service("Task All(string[] messages) => Task.Run(() => { foreach (var message in messages) { " + Abort + " } });") + "class Program { static void Main() => WebApplication.Create().Run(); }", Target.Web);

    [Fact]
    public Task A_handler_behind_those_of_chosen_exceptions_is_a_suggestion() => Suggests(InLoop("catch (FormatException) { continue; } catch (Exception) { Environment.[|Exit|](1); }"));

    [Fact]
    public Task A_handler_behind_that_of_cancellation_is_reported() => Warns(InLoop("catch (OperationCanceledException) { return; } catch (Exception) { Environment.[|Exit|](1); }"));

    // Messages.

    [Fact]
    public async Task The_message_names_the_call_the_end_and_the_item()
    {
        var found = await Check.Rule<OverCatchAborts>(InLoop("catch { Environment.[|Exit|](1); }"));
        Assert.Contains("When 'Save' fails for one item, 'Environment.Exit(1)' ends the whole process, and so does the replica that gets the item next", found.Single().GetMessage(null));
    }

    [Fact]
    public async Task The_message_of_a_success_says_so()
    {
        var found = await Check.Rule<OverCatchAborts>(Outermost("catch { lifetime.[|StopApplication|](); }") + Host, Target.Worker);
        Assert.Contains("'lifetime.StopApplication()' ends the process with exit code 0", found.Single().GetMessage(null));
    }

    // Left alone: the handler.

    [Theory]
    [InlineData("catch (Exception) when (_failures > 3) { Environment.Exit(1); }")]
    [InlineData("catch (OutOfMemoryException) { Environment.Exit(1); }")]
    [InlineData("catch (InvalidProgramException) { Environment.FailFast(\"x\"); }")]
    [InlineData("catch (Exception) { if (++_failures > 3) Environment.Exit(1); }")]
    [InlineData("catch (Exception e) { if (e is IOException) continue; Environment.Exit(1); }")]
    [InlineData("catch (Exception e) { switch (e) { case IOException: continue; } Environment.Exit(1); }")]
    [InlineData("catch (Exception) { throw; }")]
    [InlineData("catch (Exception e) { logger.LogError(e, \"x\"); }")]
    [InlineData("catch (Exception) { Process.Start(\"x\").Kill(); }")]
    [InlineData("catch (Exception) { var other = Process.Start(\"x\"); other.Kill(); }")]
    [InlineData("catch (Exception) { Environment.ExitCode = 1; lifetime.StopApplication(); }")]
    [InlineData("catch (Exception) { Action later = () => Environment.Exit(1); logger.LogError(later.ToString()); }")]
    public Task A_handler_that_does_not_end_the_process_for_everything_is_left_alone(string handler) => Handler(handler);

    [Theory]
    [InlineData("void Fail(Exception e) { if (_failures > 3) Environment.Exit(1); }")]
    [InlineData("void Fail(Exception e) { if (_failures < 3) return; Environment.Exit(1); }")]
    [InlineData("int Fail(Exception e) { if (_failures < 3) return Read(\"1\"); Environment.Exit(1); return 1; }")]
    [InlineData("void Fail(Exception e) { Environment.ExitCode = 1; lifetime.StopApplication(); }")]
    [InlineData("void Fail(Exception e) { logger.LogError(e, \"x\"); }")]
    public Task A_helper_that_may_not_end_the_process_is_left_alone(string helper) => Helper(helper, "Fail(e);");

    [Fact]
    public Task A_helper_whose_name_does_not_say_so_is_left_alone() => Helper("void Handle(Exception e) => Environment.Exit(1);", "Handle(e);");

    private static Task Helper(string helper, string call) => In(Worker($$"""
        await foreach (var message in queue.ReadAllAsync(stoppingToken))
        {
            try { await Save(Read(message)); }
            catch (Exception e) { {{call}} }
        }
        """, helper));

    [Theory]
    [InlineData("await Poll();")]
    [InlineData("await Poll().ConfigureAwait(false); await Poll();")]
    [InlineData("Poll().GetAwaiter().GetResult(); Poll().ToString();")]
    [InlineData("logger.LogInformation(\"x\"); await Poll();")]
    [InlineData("await Poll(); await Task.Delay(1); message.Trim();")]
    public Task A_block_with_one_kind_of_call_is_left_alone(string block) => In(Worker(
        "await foreach (var message in queue.ReadAllAsync(stoppingToken)) { try { " + block + " } catch (Exception) { Environment.Exit(1); } }"));

    // Left alone: the place.

    [Theory]
    [InlineData("logger.LogCritical(e, \"x\"); Environment.Exit(1);")]
    [InlineData("logger.LogCritical(e, \"x\"); Environment.ExitCode = 1; lifetime.StopApplication();")]
    [InlineData("Environment.FailFast(\"x\", e);")]
    [InlineData("_failures = 1; lifetime.StopApplication();")]
    [InlineData("_failures++; lifetime.StopApplication();")]
    [InlineData("Note(e); lifetime.StopApplication();")]
    public Task The_outermost_handler_that_dies_loudly_is_left_alone(string abort) =>
        In(Outermost("catch (Exception e) { " + abort + " }", "void Note(Exception e) { _failures++; }") + Host, Target.Worker);

    [Theory]
    [InlineData("async Task Other() { try { await Poll(); await Save(1); } catch { lifetime.StopApplication(); } }")]
    [InlineData("Func<Task> Other() => async () => { try { await Poll(); await Save(1); } catch { lifetime.StopApplication(); } };")]
    public Task A_handler_outside_of_what_the_worker_executes_is_left_alone(string member) => In(Worker("await Poll();", member) + Host, Target.Worker);

    [Fact]
    public Task The_outermost_handler_in_a_library_is_left_alone() => In(Outermost("catch { lifetime.StopApplication(); }"), Target.Library);

    [Fact]
    public Task The_outermost_handler_in_a_part_that_is_no_loop_is_left_alone() => In(Worker(
        "await Handle(stoppingToken);",
        "async Task Handle(CancellationToken token) { try { await Poll(); await Save(1); } catch (Exception) { Environment.Exit(1); } }"));

    [Theory]
    [InlineData("StartAsync")]
    [InlineData("InitializeAll")]
    [InlineData("ConfigureAll")]
    [InlineData("MigrateAll")]
    [InlineData("OnShutdown")]
    [InlineData("StopAll")]
    [InlineData("Dispose")]
    public Task What_runs_once_by_its_name_is_left_alone(string name) =>
        In(Service("void " + name + "(string[] messages) { foreach (var message in messages) { " + Unmarked + " } }") + "class Program { static void Main() => WebApplication.Create().Run(); }", Target.Web);

    [Theory]
    [InlineData("Startup")]
    [InlineData("DatabaseMigrator")]
    [InlineData("OrderSeeder")]
    [InlineData("QueueWatchdog")]
    public Task What_runs_once_by_the_name_of_its_type_is_left_alone(string type) =>
        In(Service("void All(string[] messages) { foreach (var message in messages) { " + Unmarked + " } }", type) + "class Program { static void Main() => WebApplication.Create().Run(); }", Target.Web);

    [Fact]
    public Task A_constructor_is_left_alone() =>
        In(Service("Service(string[] messages) { foreach (var message in messages) { " + Unmarked + " } }") + "class Program { static void Main() => WebApplication.Create().Run(); }", Target.Web);

    [Fact]
    public Task What_the_entry_point_calls_is_left_alone() =>
        In(Service("public static void All(string[] messages) { foreach (var message in messages) { " + Unmarked.Replace("Save(Read(message))", "new Service().Save(new Service().Read(message))") + " } }")
            + "class Host { static void Main(string[] args) { Service.All(args); WebApplication.Create().Run(); } }", Target.Web);

    [Fact]
    public Task The_entry_point_is_left_alone() => In($$"""
        foreach (var message in args) { {{Unmarked}} }
        WebApplication.Create().Run();
        static int Read(string message) => int.Parse(message);
        static void Save(int order) { }
        """, Target.Web);

    [Fact]
    public Task A_local_function_is_left_alone() => In(Worker("""
        foreach (var message in new[] { "1" }) await Handle(message);
        async Task Handle(string message) { try { await Save(Read(message)); } catch (Exception) { Environment.Exit(1); } }
        """));

    [Fact]
    public Task A_lambda_for_somebody_unknown_is_left_alone() => In(Worker("""
        foreach (var message in new[] { "1" }) Call(async () => { try { await Save(Read(message)); } catch (Exception) { Environment.Exit(1); } });
        """, "void Call(Func<Task> work) { }"));

    [Fact]
    public Task A_service_without_a_loop_is_left_alone() => In(Service("public void Handle(string message) { " + Unmarked + " }"));

    [Fact]
    public Task A_loop_in_a_library_is_left_alone() => In(Service("void All(string[] messages) { foreach (var message in messages) { " + Unmarked + " } }"), Target.Library);

    [Fact]
    public Task A_member_that_the_framework_calls_is_left_alone() =>
        In(Service("public int CompareTo(string? message) { try { Save(Read(message!)); } catch (Exception) { Environment.Exit(1); } return 0; }").Replace("class Service", "class Service : IComparable<string>"));

    [Fact]
    public Task A_private_member_of_a_consumer_is_left_alone() => In(
        Service("public void Consume(string message) { } void Handle(string message) { " + Unmarked + " }").Replace("class Service", "class Service : MassTransit.IConsumer<string>"),
        new Target { LibrarySource = "namespace MassTransit { public interface IConsumer<T> { void Consume(T message); } }" });

    [Fact]
    public Task A_member_that_another_library_calls_is_left_alone() => In(
        Service("public override int Execute(string message) { " + Unmarked + " return 0; }").Replace("class Service", "class Service : Commands.Command"),
        new Target { LibrarySource = "namespace Commands { public abstract class Command { public abstract int Execute(string message); } }" });

    [Fact]
    public Task A_loop_that_tries_again_until_it_succeeds_is_left_alone() => In(Worker("""
        for (var i = 0; i < 3; i++)
        {
            try { await Poll(); await Save(1); return; } catch (Exception) { Environment.Exit(1); }
        }
        """));

    [Fact]
    public Task The_outermost_handler_where_the_entry_point_has_an_exit_code_is_left_alone() =>
        In(Outermost("catch { lifetime.StopApplication(); }") + Host.Replace("=> await", "{ Environment.ExitCode = 1; await").Replace("RunAsync();", "RunAsync(); Environment.ExitCode = 0; }"), Target.Worker);

    [Theory]
    [InlineData("EventArgs")]
    [InlineData("UnhandledExceptionEventArgs")]
    [InlineData("ConsoleCancelEventArgs")]
    public Task A_handler_of_the_last_events_is_left_alone(string type) => In(Service("void OnLast(object sender, " + type + " e) { var message = \"1\"; " + Unmarked + " }"));

    [Fact]
    public Task A_lambda_for_the_last_event_is_left_alone() =>
        In(Service("void Watch() { AppDomain.CurrentDomain.UnhandledException += (_, e) => { var message = \"1\"; " + Unmarked + " }; }"));

    [Fact]
    public Task A_lambda_for_an_event_without_content_is_left_alone() =>
        In(Service("event EventHandler? Ended; void Watch() { Ended += (_, e) => { var message = \"1\"; " + Unmarked + " }; }"));

    [Fact]
    public Task A_private_method_of_a_controller_is_left_alone() =>
        In("class Orders : Microsoft.AspNetCore.Mvc.ControllerBase\n" + Service("void Post(string message) { " + Unmarked + " }").Replace("class Service", ""));

    [Fact]
    public Task A_tool_is_left_alone() => In(Service("void All(string[] messages) { foreach (var message in messages) { " + Unmarked + " } } static void Main() { }"), Target.Tool);

    [Fact]
    public Task A_test_project_is_left_alone() => Handler("catch (Exception) { Environment.Exit(1); }", Target.Test);

    // Options.

    [Theory]
    [InlineData("Worker")]
    [InlineData("W*")]
    [InlineData("*er")]
    [InlineData("Other, *orke*")]
    public Task A_watchdog_of_the_option_is_left_alone(string names) =>
        In(InLoop("catch (Exception) { Environment.Exit(1); }"), new Target().With(("prodready.PRD305.watchdogs", names)));

    [Theory]
    [InlineData("Work")]
    [InlineData("Wor*r2")]
    [InlineData("*Watchdog*")]
    [InlineData("orker*")]
    [InlineData("*Worke")]
    public Task A_type_that_the_option_does_not_name_is_reported(string names) =>
        In(InLoop("catch (Exception) { Environment.[|Exit|](1); }"), new Target().With(("prodready.PRD305.watchdogs", names)));
}
