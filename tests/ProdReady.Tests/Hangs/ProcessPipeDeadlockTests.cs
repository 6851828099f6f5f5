using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class ProcessPipeDeadlockTests
{
    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> In(string members, Target? project = null) => Check.Rule<ProcessPipeDeadlock>($$"""
        using System.Diagnostics;

        static class Lines
        {
            public static async IAsyncEnumerable<string> ReadAll(this StreamReader reader) { while (await reader.ReadLineAsync() is { } line) yield return line; }
        }

        class Tools
        {
            static readonly ProcessStartInfo Git = new("git") { RedirectStandardOutput = true };
            static readonly ProcessStartInfo Both = new("git") { RedirectStandardOutput = true, RedirectStandardError = true };

            void Use(object tool) { }

            {{members}}
        }
        """, project);

    // Nobody reads before the wait.

    [Fact]
    public async Task A_wait_before_the_read_is_reported()
    {
        var found = await In("""
            string Run()
            {
                using var tool = Process.Start(new ProcessStartInfo("git") { RedirectStandardOutput = true })!;
                tool.[|WaitForExit|]();
                return tool.StandardOutput.ReadToEnd();
            }
            """);
        Assert.All(found, finding => Assert.Contains("the standard output of", finding.GetMessage(null)));
    }

    [Fact]
    public async Task Both_pipes_are_named()
    {
        var found = await In("""
            async Task Run(CancellationToken token)
            {
                var tool = new Process { StartInfo = Both };
                tool.Start();
                await tool.[|WaitForExitAsync|](token);
                Console.WriteLine(tool.ExitCode + await tool.StandardOutput.ReadToEndAsync() + await tool.StandardError.ReadToEndAsync());
            }
            """);
        Assert.All(found, finding => Assert.Contains("standard output and standard error", finding.GetMessage(null)));
    }

    [Fact]
    public Task Output_that_nobody_ever_reads_is_reported() => In("""
        int A()
        {
            var start = new ProcessStartInfo("git");
            start.RedirectStandardError = true;
            using (var tool = Process.Start(start))
            {
                tool!.[|WaitForExit|]();
                return tool.ExitCode;
            }
        }
        int B()
        {
            var tool = new Process();
            tool.StartInfo.FileName = "git";
            tool.StartInfo.RedirectStandardOutput = true;
            tool.Start();
            tool.[|WaitForExit|](TimeSpan.FromMinutes(1));
            return tool.ExitCode;
        }
        bool C()
        {
            Process? tool = null;
            tool = new Process { StartInfo = { FileName = "git", RedirectStandardOutput = true } };
            tool.Start();
            return tool.[|WaitForExit|](5000);
        }
        void D(ProcessStartInfo start)
        {
            start.RedirectStandardOutput = true;
            var tool = new Process();
            tool.StartInfo = start;
            tool.Start();
            tool?.[|WaitForExit|]();
        }
        """);

    [Fact]
    public Task A_handler_without_BeginOutputReadLine_is_reported() => In("""
        void Run()
        {
            var tool = Process.Start(Git) ?? throw new InvalidOperationException();
            tool.OutputDataReceived += (_, line) => Console.WriteLine(line.Data);
            tool.[|WaitForExit|]();
        }
        """);

    [Fact]
    public Task The_pipe_that_nobody_reads_is_reported() => In("""
        void Run()
        {
            var tool = Process.Start(Both)!;
            tool.BeginOutputReadLine();
            tool.[|WaitForExit|]();
            Console.WriteLine(tool.StandardError.ReadToEnd());
        }
        """);

    [Fact]
    public Task The_first_of_two_waits_is_reported() => In("""
        void Run()
        {
            var tool = Process.Start(Git)!;
            if (!tool.[|WaitForExit|](1000))
            {
                tool.Kill();
                tool.WaitForExit();
            }
        }
        """);

    [Fact]
    public Task A_wait_in_a_lambda_is_reported() => In("""
        Task Run() => Task.Run(() =>
        {
            var tool = Process.Start(Git)!;
            tool.[|WaitForExit|]();
        });
        """);

    private static Task Field(string start, string more = "") => In($$"""
        sealed class Worker
        {
            private readonly Action<Process?> keep = null!;
            private Process? _tool;
            void Start()
            {
                var start = new ProcessStartInfo("git") { RedirectStandardError = true };
                {{start}}
                _tool!.EnableRaisingEvents = true;
                _tool.ErrorDataReceived += (_, line) => Console.WriteLine(line.Data);
            }
            void Stop()
            {
                if (_tool is { HasExited: false }) this._tool.[|WaitForExit|](2000);
            }
            void More() { {{more}} }
            void Keep(Action<Process?> keep) { }
        }
        """.Replace(more.Length > 0 ? "[|" : "\0", "").Replace(more.Length > 0 ? "|]" : "\0", ""));

    [Fact]
    public Task A_tool_in_a_field_whose_type_reads_nowhere_is_reported() => Field("_tool = Process.Start(start);");

    [Theory]
    [InlineData("_tool!.BeginErrorReadLine();")]
    [InlineData("Console.WriteLine(_tool!.StandardError.ReadLine());")]
    [InlineData("keep(_tool);")]
    [InlineData("keep(this._tool);")]
    [InlineData("var other = _tool;")]
    public Task A_tool_in_a_field_that_is_read_or_handed_on_is_left_alone(string more) => Field("_tool = Process.Start(start);", more);

    // One pipe after the other.

    [Fact]
    public async Task One_pipe_after_the_other_is_reported()
    {
        var found = await In("""
            string A()
            {
                using var tool = Process.Start(Both)!;
                var output = tool.StandardOutput.[|ReadToEnd|]();
                var error = tool.StandardError.ReadToEnd();
                tool.WaitForExit();
                return output + error;
            }
            async Task<string> B()
            {
                using var tool = Process.Start(Both)!;
                var error = await tool.StandardError.[|ReadToEndAsync|]().ConfigureAwait(false);
                var output = await tool.StandardOutput.ReadToEndAsync();
                return output + error;
            }
            void C()
            {
                using var tool = Process.Start(Both)!;
                tool.StandardOutput.BaseStream.[|CopyTo|](Stream.Null);
                tool.WaitForExit();
            }
            void D()
            {
                using var tool = Process.Start(Both)!;
                while (tool.StandardOutput.[|ReadLine|]() is { } line) Console.WriteLine(line);
                Console.WriteLine(tool.StandardError.ReadToEnd());
            }
            void E()
            {
                using var tool = Process.Start(Both)!;
                var reader = tool.StandardOutput;
                while (!reader.EndOfStream) Console.WriteLine(reader.[|ReadLine|]());
                Console.WriteLine(tool.StandardError.ReadToEnd());
            }
            string F()
            {
                using var tool = Process.Start(Both)!;
                return tool.StandardOutput.[|ReadToEndAsync|]().Result + tool.StandardError.ReadToEnd();
            }
            """);
        Assert.All(found, finding => Assert.Contains("both wait for each other", finding.GetMessage(null)));
    }

    // Left early.

    [Fact]
    public async Task A_loop_that_is_left_before_the_wait_is_reported()
    {
        var found = await In("""
            async Task A(bool wait)
            {
                using var tool = Process.Start(Git)!;
                using var reader = tool.StandardOutput;
                await foreach (var line in reader.ReadAll().ConfigureAwait(false))
                {
                    if (line == "ready") break;
                }
                if (wait) await tool.[|WaitForExitAsync|]();
            }
            void B()
            {
                using var tool = Process.Start(Git)!;
                string? line;
                while ((line = tool.StandardOutput.ReadLine()) != null)
                {
                    if (line == "ready") break;
                }
                tool.[|WaitForExit|]();
            }
            void C()
            {
                using var tool = Process.Start(Git)!;
                while (!tool.StandardOutput.EndOfStream)
                {
                    if (tool.StandardOutput.ReadLine() == "ready") break;
                }
                tool.[|WaitForExit|]();
            }
            """);
        Assert.All(found, finding => Assert.Contains("can be left early", finding.GetMessage(null)));
    }

    [Fact]
    public Task A_loop_that_reads_to_the_end_is_left_alone() => In("""
        async Task A()
        {
            using var tool = Process.Start(Git)!;
            await foreach (var line in tool.StandardOutput.ReadAll())
            {
                if (line == "ready") continue;
                foreach (var letter in line) { if (letter == 'x') break; }
            }
            await tool.WaitForExitAsync();
        }
        void B()
        {
            using var tool = Process.Start(Git)!;
            while (true)
            {
                var line = tool.StandardOutput.ReadLine();
                if (line == null) break;
            }
            tool.WaitForExit();
        }
        void C()
        {
            using var tool = Process.Start(Git)!;
            string? line;
            while ((line = tool.StandardOutput.ReadLine()) != null) { if (line == "ready") break; }
            tool.StandardOutput.ReadToEnd();
            tool.WaitForExit();
        }
        void D()
        {
            using var tool = Process.Start(Git)!;
            Console.WriteLine(tool.StandardOutput.ReadLine());
            tool.WaitForExit();
        }
        """);

    // Left alone.

    [Fact]
    public Task Output_that_is_read_first_is_left_alone() => In("""
        string A()
        {
            using var tool = Process.Start(Git)!;
            var text = tool.StandardOutput.ReadToEnd();
            tool.WaitForExit();
            return text;
        }
        async Task<string> B()
        {
            using var tool = Process.Start(Both)!;
            var output = tool.StandardOutput.ReadToEndAsync();
            var error = tool.StandardError.ReadToEndAsync();
            await tool.WaitForExitAsync();
            return await output + await error;
        }
        void C()
        {
            using var tool = Process.Start(Both)!;
            tool.OutputDataReceived += (_, line) => Console.WriteLine(line.Data);
            tool.BeginOutputReadLine();
            tool.BeginErrorReadLine();
            tool.WaitForExit();
        }
        string D()
        {
            var tool = Process.Start(Both)!;
            tool.BeginErrorReadLine();
            var text = tool.StandardOutput.ReadToEnd();
            tool?.WaitForExit();
            return text;
        }
        void F()
        {
            var tool = Process.Start(Git);
            tool?.BeginOutputReadLine();
            tool?.WaitForExit();
        }
        """);

    [Fact]
    public Task Output_that_is_read_beside_is_left_alone() => In("""
        void A()
        {
            using var tool = Process.Start(Both)!;
            Task.Run(() => tool.StandardError.ReadToEnd());
            var text = tool.StandardOutput.ReadToEnd();
            tool.WaitForExit();
        }
        async Task B()
        {
            using var tool = Process.Start(Git)!;
            await Task.WhenAll(tool.WaitForExitAsync(), Task.Run(() => tool.StandardOutput.ReadToEnd()));
        }
        void C()
        {
            using var tool = Process.Start(Git)!;
            while (!tool.WaitForExit(100)) Console.WriteLine(tool.StandardOutput.ReadLine());
        }
        void D()
        {
            using var tool = Process.Start(Git)!;
            using (var reader = tool.StandardOutput) { Console.WriteLine(reader.ReadLine()); }
            tool.WaitForExit();
        }
        """);

    [Fact]
    public Task A_tool_or_reader_that_is_handed_on_is_left_alone() => In("""
        void A()
        {
            using var tool = Process.Start(Git)!;
            Use(tool);
            tool.WaitForExit();
        }
        void B()
        {
            using var tool = Process.Start(Git)!;
            Use(tool.StandardOutput);
            tool.WaitForExit();
        }
        Process? _kept;
        void C()
        {
            var tool = Process.Start(Git)!;
            _kept = tool;
            tool.WaitForExit();
        }
        string D()
        {
            var tool = Process.Start(Both)!;
            Use(tool);
            return tool.StandardOutput.ReadToEnd();
        }
        """);

    [Fact]
    public Task Output_that_is_not_surely_redirected_is_left_alone() => In("""
        void A()
        {
            using var tool = Process.Start("git", "fetch");
            tool.WaitForExit();
        }
        void B(bool quiet)
        {
            var start = new ProcessStartInfo("git") { RedirectStandardOutput = true };
            if (!quiet) start.RedirectStandardOutput = false;
            using var tool = Process.Start(start)!;
            tool.WaitForExit();
        }
        void C(bool quiet)
        {
            using var tool = new Process { StartInfo = new ProcessStartInfo("git") { RedirectStandardOutput = quiet } };
            tool.Start();
            tool.WaitForExit();
        }
        void D(ProcessStartInfo start)
        {
            using var tool = Process.Start(start)!;
            tool.WaitForExit();
        }
        void E(Process tool) => tool.WaitForExit();
        internal Process? Open;
        void J()
        {
            Open = Process.Start(Git);
            Open?.WaitForExit();
        }
        private Process? _kept;
        void K()
        {
            _kept = Process.Start(Git)!;
            _kept.Kill();
            _kept.WaitForExit();
        }
        void F(bool quiet)
        {
            ProcessStartInfo start;
            if (quiet) start = new ProcessStartInfo("git") { RedirectStandardOutput = true };
            else start = new ProcessStartInfo("git");
            using var tool = Process.Start(start)!;
            tool.WaitForExit();
        }
        void G(bool quiet)
        {
            var tool = quiet ? Process.Start(Git)! : Process.Start("git");
            tool.WaitForExit();
        }
        string H()
        {
            using var tool = Process.Start(Git)!;
            return tool.StandardOutput.ReadToEnd();
        }
        string I(TextReader reader) => reader.ReadToEnd();
        """);

    [Fact]
    public Task A_tool_that_was_killed_or_is_only_asked_is_left_alone() => In("""
        void A()
        {
            var tool = Process.Start(Git)!;
            tool.Kill();
            tool.WaitForExit();
        }
        bool B()
        {
            var tool = Process.Start(Git)!;
            return tool.WaitForExit(0);
        }
        """);

    [Fact]
    public Task A_tool_that_was_started_outside_of_the_lambda_is_left_alone() => In("""
        void Run()
        {
            var tool = Process.Start(Git)!;
            Task.Run(() => tool.WaitForExit());
            tool.StandardOutput.ReadToEnd();
        }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => In("""
        void Run()
        {
            var tool = Process.Start(Git)!;
            tool.WaitForExit();
        }
        """, Target.Test);
}
