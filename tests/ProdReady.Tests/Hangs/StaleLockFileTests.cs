using Microsoft.CodeAnalysis;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class StaleLockFileTests
{
    private static Task Body(string statements, string members = "") => Check.Rule<StaleLockFile>($$"""
        class Importer
        {
            private readonly string _lockPath = Path.Combine("/var/lib", "import.lock");
            private readonly string _output = "orders.csv";
            {{members}}

            async Task Import(string lockFile, string inbox, CancellationToken token, ILogger logger)
            {
                var flag = Path.Combine(inbox, "import.lck");
                await Task.Yield();
                {{statements}}
            }
        }
        """);

    [Theory]
    [InlineData("while (File.[|Exists|](lockFile)) Thread.Sleep(1000);")]
    [InlineData("while (File.[|Exists|](lockFile)) { }")]
    [InlineData("while (File.[|Exists|](_lockPath)) { await Task.Delay(TimeSpan.FromSeconds(1)); }")]
    [InlineData("while (File.[|Exists|](flag)) { logger.LogInformation(\"Waiting\"); Thread.Sleep(1000); continue; }")]
    [InlineData("while (File.[|Exists|](\"/tmp/import.lock\")) Thread.Sleep(1000);")]
    [InlineData("while (Directory.[|Exists|](lockFile)) Thread.Sleep(1000);")]
    [InlineData("do { Thread.Sleep(1000); } while (File.[|Exists|](lockFile));")]
    public Task A_wait_for_a_lock_file_to_go_is_reported(string statements) => Body(statements);

    [Fact]
    public Task A_wait_for_a_file_to_come_is_left_alone() => Body("""
        while (!File.Exists(lockFile)) Thread.Sleep(1000);
        do { Thread.Sleep(1000); } while (!File.Exists(lockFile));
        """);

    [Fact]
    public Task A_hot_folder_is_left_alone() => Body("""
        while (File.Exists(_output)) Thread.Sleep(1000);
        File.WriteAllText(_output, "next");
        """);

    [Theory]
    [InlineData("for (var i = 0; i < 10 && File.Exists(lockFile); i++) Thread.Sleep(1000);")]
    [InlineData("while (File.Exists(lockFile) && !token.IsCancellationRequested) Thread.Sleep(1000);")]
    [InlineData("while (File.Exists(lockFile)) await Task.Delay(1000, token);")]
    [InlineData("var tries = 0; while (File.Exists(lockFile)) { if (tries++ > 10) throw new TimeoutException(); Thread.Sleep(1000); }")]
    [InlineData("var tries = 0; while (File.Exists(lockFile)) { tries++; Thread.Sleep(1000); }")]
    [InlineData("while (File.Exists(lockFile)) { Thread.Sleep(1000); break; }")]
    [InlineData("while (File.Exists(lockFile)) { token.ThrowIfCancellationRequested(); Thread.Sleep(1000); }")]
    [InlineData("while (File.Exists(lockFile)) { File.Delete(lockFile); }")]
    [InlineData("while (File.Exists(lockFile)) { lockFile += \"1\"; }")]
    public Task A_wait_with_a_way_out_is_left_alone(string statements) => Body(statements);

    [Theory]
    [InlineData("if (File.GetLastWriteTimeUtc(lockFile) < DateTime.UtcNow.AddHours(-1)) File.Delete(lockFile);")]
    [InlineData("var owner = File.ReadAllText(lockFile);")]
    [InlineData("var age = new FileInfo(lockFile).CreationTime;")]
    [InlineData("System.Diagnostics.Process.GetProcessesByName(\"importer\");")]
    [InlineData("RemoveIfStale(lockFile);")]
    public Task A_file_whose_maker_is_looked_for_is_left_alone(string look) => Body($"""
        {look}
        while (File.Exists(lockFile)) Thread.Sleep(1000);
        """, "void RemoveIfStale(string path) { }");

    [Fact]
    public Task Reading_another_file_is_no_look_at_the_lock_and_is_reported() => Body("""
        while (File.[|Exists|](lockFile)) Thread.Sleep(1000);
        logger.LogInformation(lockFile);
        Store(File.ReadAllText(inbox));
        """, "void Store(string text) { }");

    [Theory]
    [InlineData("while (File.Exists(clock)) Thread.Sleep(1000);", "string clock = \"clock\";")]
    [InlineData("while (File.Exists(blocks)) Thread.Sleep(1000);", "string blocks = \"blocks\";")]
    public Task A_word_inside_of_another_is_no_name_and_is_left_alone(string statements, string members) => Body(statements, members);

    [Theory]
    [InlineData("if (File.[|Exists|](lockFile)) return; File.WriteAllText(lockFile, \"\"); try { await Task.Yield(); } finally { File.Delete(lockFile); }")]
    [InlineData("if (File.[|Exists|](lockFile)) throw new InvalidOperationException(\"Already running\"); using (File.Create(lockFile)) { } File.Delete(lockFile);")]
    [InlineData("if (File.[|Exists|](lockFile)) { Console.Error.WriteLine(\"Already running\"); Environment.Exit(1); } File.Create(lockFile).Dispose(); File.Delete(lockFile);")]
    [InlineData("if (File.[|Exists|](lockFile)) { Console.Error.WriteLine(\"Already running\"); return; } using var mine = new FileStream(lockFile, FileMode.Create); File.Delete(lockFile);")]
    public Task A_run_that_a_left_file_refuses_is_reported(string statements) => Body(statements);

    [Fact]
    public async Task What_is_refused_is_said_to_be()
    {
        var found = await Check.Rule<StaleLockFile>("""
            var pidFile = "/run/shop.pid";
            if (File.[|Exists|](pidFile)) return 1;
            File.WriteAllText(pidFile, Environment.ProcessId.ToString());
            File.Delete(pidFile);
            return 0;
            """);
        Assert.Contains("gives up", found.Single().GetMessage(null));
    }

    [Fact]
    public Task A_lock_that_is_released_at_the_end_of_its_object_is_reported() => Check.Rule<StaleLockFile>("""
        sealed class Gate : IDisposable
        {
            private readonly string _lockFile = "import.lock";

            public bool TryEnter()
            {
                if (File.[|Exists|](_lockFile)) return false;
                File.Create(_lockFile).Dispose();
                return true;
            }

            public void Dispose() => File.Delete(_lockFile);
        }
        """);

    [Fact]
    public Task A_mark_that_somebody_sets_and_takes_away_is_left_alone() => Check.Rule<StaleLockFile>("""
        class Maintenance
        {
            private readonly string _lockFile = "maintenance.lock";

            public void Begin()
            {
                if (File.Exists(_lockFile)) return;
                File.Create(_lockFile).Dispose();
            }

            public void End() => File.Delete(_lockFile);
        }
        """);

    [Theory]
    [InlineData("if (File.Exists(lockFile)) return; File.WriteAllText(lockFile, \"restored\");")]
    [InlineData("if (File.Exists(lockFile)) return; File.Delete(lockFile);")]
    [InlineData("if (File.Exists(_output)) return; File.Create(_output).Dispose(); File.Delete(_output);")]
    [InlineData("File.Create(lockFile).Dispose(); if (File.Exists(lockFile)) { File.Delete(lockFile); return; }")]
    [InlineData("if (File.Exists(lockFile)) Console.WriteLine(); File.Create(lockFile).Dispose(); File.Delete(lockFile);")]
    [InlineData("if (File.Exists(lockFile)) { if (inbox.Length > 0) Console.WriteLine(); return; } File.Create(lockFile).Dispose(); File.Delete(lockFile);")]
    [InlineData("if (File.Exists(lockFile) && inbox.Length > 0) return; File.Create(lockFile).Dispose(); File.Delete(lockFile);")]
    [InlineData("if (!File.Exists(lockFile)) return; File.Create(lockFile).Dispose(); File.Delete(lockFile);")]
    [InlineData("if (File.Exists(lockFile)) return; else Console.WriteLine(); File.Create(lockFile).Dispose(); File.Delete(lockFile);")]
    [InlineData("if (File.Exists(lockFile)) return; File.Create(flag).Dispose(); File.Delete(flag);")]
    [InlineData("if (File.Exists(lockFile)) { Console.WriteLine(File.ReadAllText(lockFile)); return; } File.Create(lockFile).Dispose(); File.Delete(lockFile);")]
    public Task What_is_not_held_meanwhile_is_left_alone(string statements) => Body(statements);

    private static Task Retry(string open, string handler, string head = "while (true)", string members = "", string before = "") => Body($$"""
        {{head}}
        {
            {{before}}
            try
            {
                using var mine = {{open}};
                break;
            }
            catch (IOException)
            {
                {{handler}}
            }
        }
        """, members);

    [Theory]
    [InlineData("new FileStream(lockFile, FileMode.[|CreateNew|])")]
    [InlineData("File.Open(lockFile, FileMode.[|CreateNew|])")]
    [InlineData("new FileStream(inbox, FileMode.[|CreateNew|], FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)")]
    public Task An_endless_attempt_to_make_the_file_is_reported(string open) => Retry(open.Replace("FileMode.[|CreateNew|]", "[|FileMode.CreateNew|]"), "Thread.Sleep(100);");

    [Fact]
    public Task A_handler_that_only_tells_does_not_end_it_and_is_reported() => Retry("new FileStream(lockFile, [|FileMode.CreateNew|])", "logger.LogWarning(\"Waiting\"); await Task.Delay(100);", "for (;;)");

    [Theory]
    [InlineData("new FileStream(inbox, FileMode.CreateNew)", "Thread.Sleep(100);")]
    [InlineData("new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)", "Thread.Sleep(100);")]
    [InlineData("new FileStream(lockFile, FileMode.CreateNew)", "throw;")]
    [InlineData("new FileStream(lockFile, FileMode.CreateNew)", "await Task.Delay(100, token);")]
    [InlineData("new FileStream(lockFile, FileMode.CreateNew)", "Thread.Sleep(100);", "for (var i = 0; i < 10; i++)")]
    [InlineData("new FileStream(lockFile, FileMode.CreateNew)", "Thread.Sleep(100);", "while (!token.IsCancellationRequested)")]
    [InlineData("new FileStream(lockFile, FileMode.CreateNew)", "Thread.Sleep(100);", "while (true)", "token.ThrowIfCancellationRequested();")]
    [InlineData("new FileStream(lockFile, FileMode.CreateNew)", "Thread.Sleep(100);", "while (true)", "lockFile = Path.GetRandomFileName();")]
    public Task Other_attempts_are_left_alone(string open, string handler, string head = "while (true)", string before = "") => Retry(open, handler, head, before: before);

    [Fact]
    public Task An_attempt_outside_of_a_loop_is_left_alone() => Body("""
        try { using var mine = new FileStream(lockFile, FileMode.CreateNew); }
        catch (IOException) { Thread.Sleep(100); }
        """);

    [Fact]
    public Task An_attempt_without_a_handler_is_left_alone() => Body("""
        while (true) { using var mine = new FileStream(lockFile, FileMode.CreateNew); }
        """);

    [Fact]
    public Task A_handler_for_something_else_is_left_alone() => Body("""
        while (true)
        {
            try { using var mine = new FileStream(lockFile, FileMode.CreateNew); break; }
            catch (UnauthorizedAccessException) { Thread.Sleep(100); }
        }
        """);

    [Fact]
    public Task An_attempt_with_another_name_each_time_is_left_alone() => Body("""
        while (true)
        {
            try { lockFile = Path.GetRandomFileName(); using var mine = new FileStream(lockFile, FileMode.CreateNew); break; }
            catch (IOException) { Thread.Sleep(100); }
        }
        """);

    [Fact]
    public Task An_attempt_inside_of_a_handler_is_left_alone() => Body("""
        while (true)
        {
            try { Console.WriteLine(); break; }
            catch (IOException) { new FileStream(lockFile, FileMode.CreateNew).Dispose(); }
        }
        """);

    [Fact]
    public Task An_attempt_in_a_part_of_the_loop_is_left_alone() => Body("""
        while (true)
        {
            if (inbox.Length > 0)
            {
                try { using var mine = new FileStream(lockFile, FileMode.CreateNew); break; }
                catch (IOException) { Thread.Sleep(100); }
            }
        }
        """);

    [Fact]
    public Task A_mode_that_is_used_elsewhere_is_left_alone() => Body("""
        while (true)
        {
            try { var mode = FileMode.CreateNew; using var mine = new FileStream(lockFile, new FileStreamOptions { Mode = FileMode.CreateNew }); break; }
            catch (IOException) { Thread.Sleep(100); }
        }
        """);

    [Fact]
    public Task A_handler_with_a_limit_is_left_alone() => Body("""
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try { using var mine = new FileStream(lockFile, FileMode.CreateNew); break; }
            catch (IOException) when (waited.Elapsed.TotalSeconds < 10) { Thread.Sleep(100); }
        }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<StaleLockFile>("""
        class Importer { void Import(string lockFile) { while (File.Exists(lockFile)) Thread.Sleep(1000); } }
        """, Target.Test);

    [Fact]
    public Task It_is_a_warning() => Check.Severity<StaleLockFile>(DiagnosticSeverity.Warning, """
        class Importer { void Import(string lockFile) { while (File.[|Exists|](lockFile)) Thread.Sleep(1000); } }
        """);
}
