using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class ProcessPipeDeadlockFixerTests
{
    private static string Class(string members) => $$"""
        using System.Diagnostics;

        class Tools
        {
            static readonly ProcessStartInfo Git = new("git") { RedirectStandardOutput = true };
            static readonly ProcessStartInfo Both = new("git") { RedirectStandardOutput = true, RedirectStandardError = true };

        {{members}}
        }
        """;

    private static Task Fix(string before, string after) => Check.Fix<ProcessPipeDeadlock, ProcessPipeDeadlockFixer>(Class(before), Class(after));

    [Fact]
    public Task Async_code_reads_both_while_it_waits() => Fix("""
            async Task<string> Run(CancellationToken token)
            {
                using var tool = Process.Start(Both)!;

                // Done when it is done.
                tool.[|WaitForExit|](); // really
                var text = tool.StandardOutput.ReadToEnd().Trim();
                var error = await tool.StandardError.ReadToEndAsync(token);
                return text + error;
            }
        """, """
            async Task<string> Run(CancellationToken token)
            {
                using var tool = Process.Start(Both)!;

                // Done when it is done.
                var output = tool.StandardOutput.ReadToEndAsync(token);
                var standardError = tool.StandardError.ReadToEndAsync(token);
                await tool.WaitForExitAsync(token); // really
                var text = (await output).Trim();
                var error = await standardError;
                return text + error;
            }
        """);

    [Fact]
    public Task Blocking_code_begins_to_read_and_takes_it_when_the_tool_is_done() => Fix("""
            string Run()
            {
                using var tool = Process.Start(Both)!;
                if (!tool.[|WaitForExit|](5000)) throw new TimeoutException();
                return tool.StandardOutput.ReadToEnd() + tool.StandardError.ReadToEnd();
            }
        """, """
            string Run()
            {
                using var tool = Process.Start(Both)!;
                var output = tool.StandardOutput.ReadToEndAsync();
                var error = tool.StandardError.ReadToEndAsync();
                if (!tool.WaitForExit(5000)) throw new TimeoutException();
                return output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult();
            }
        """);

    [Fact]
    public Task A_single_pipe_is_read_before_the_wait() => Fix("""
            string Run()
            {
                using var tool = Process.Start(Git)!;
                // Wait.
                tool.[|WaitForExit|](); // 1
                var text = tool.StandardOutput.ReadToEnd(); // 2
                return text;
            }
        """, """
            string Run()
            {
                using var tool = Process.Start(Git)!;
                // Wait.
                var text = tool.StandardOutput.ReadToEnd(); // 1
                tool.WaitForExit(); // 2
                return text;
            }
        """);

    [Fact]
    public Task What_nobody_wants_is_read_and_thrown_away() => Fix("""
            int Run()
            {
                using var tool = Process.Start(Both)!;
                tool.[|WaitForExit|]();
                return tool.ExitCode;
            }
        """, """
            int Run()
            {
                using var tool = Process.Start(Both)!;
                tool.BeginOutputReadLine();
                tool.BeginErrorReadLine();
                tool.WaitForExit();
                return tool.ExitCode;
            }
        """);

    [Fact]
    public Task The_second_pipe_is_read_beside_the_first() => Fix("""
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
                var reader = tool.StandardError;
                var text = await reader.[|ReadToEndAsync|]();
                await tool.WaitForExitAsync();
                return text + await tool.StandardOutput.ReadToEndAsync();
            }

            async Task<string> C()
            {
                using var tool = Process.Start(Both)!;
                var text = await tool.StandardOutput.[|ReadToEndAsync|]();
                await tool.WaitForExitAsync();
                return text;
            }
        """, """
            string A()
            {
                using var tool = Process.Start(Both)!;
                var standardError = tool.StandardError.ReadToEndAsync();
                var output = tool.StandardOutput.ReadToEnd();
                var error = standardError.GetAwaiter().GetResult();
                tool.WaitForExit();
                return output + error;
            }

            async Task<string> B()
            {
                using var tool = Process.Start(Both)!;
                var reader = tool.StandardError;
                var output = tool.StandardOutput.ReadToEndAsync();
                var text = await reader.ReadToEndAsync();
                await tool.WaitForExitAsync();
                return text + await output;
            }

            async Task<string> C()
            {
                using var tool = Process.Start(Both)!;
                tool.BeginErrorReadLine();
                var text = await tool.StandardOutput.ReadToEndAsync();
                await tool.WaitForExitAsync();
                return text;
            }
        """);

    [Fact]
    public Task The_rest_is_read_before_the_wait() => Fix("""
            async Task A(CancellationToken token)
            {
                using var tool = Process.Start(Git)!;
                while (await tool.StandardOutput.ReadLineAsync(token) is { } line)
                {
                    if (line == "ready") break;
                }

                await tool.[|WaitForExitAsync|](token);
            }

            void B()
            {
                using var tool = Process.Start(Git)!;
                while (tool.StandardOutput.ReadLine() is { } line)
                {
                    if (line == "ready") break;
                }

                tool.[|WaitForExit|]();
            }
        """, """
            async Task A(CancellationToken token)
            {
                using var tool = Process.Start(Git)!;
                while (await tool.StandardOutput.ReadLineAsync(token) is { } line)
                {
                    if (line == "ready") break;
                }

                await tool.StandardOutput.ReadToEndAsync(token);
                await tool.WaitForExitAsync(token);
            }

            void B()
            {
                using var tool = Process.Start(Git)!;
                while (tool.StandardOutput.ReadLine() is { } line)
                {
                    if (line == "ready") break;
                }

                tool.StandardOutput.ReadToEnd();
                tool.WaitForExit();
            }
        """);

    [Fact]
    public Task Top_level_code_is_fixed() => Check.Fix<ProcessPipeDeadlock, ProcessPipeDeadlockFixer>("""
        using System.Diagnostics;

        using var tool = Process.Start(new ProcessStartInfo("git") { RedirectStandardOutput = true })!;
        tool.[|WaitForExit|]();
        Console.WriteLine(tool.StandardOutput.ReadToEnd());
        """, """
        using System.Diagnostics;

        using var tool = Process.Start(new ProcessStartInfo("git") { RedirectStandardOutput = true })!;
        var output = tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        Console.WriteLine(await output);
        """);

    [Theory]
    [InlineData("void Run() { using var tool = Process.Start(Git)!; tool.[|WaitForExit|](); Console.WriteLine(tool.StandardOutput.ReadLine()); }")]
    [InlineData("void Run() { using var tool = Process.Start(Git)!; tool.[|WaitForExit|](); Console.WriteLine(tool.StandardOutput.ReadToEnd()); Console.WriteLine(tool.StandardOutput.ReadToEnd()); }")]
    [InlineData("string Run() { using var tool = Process.Start(Git)!; if (true) { tool.[|WaitForExit|](5); } return tool.StandardOutput.ReadToEnd(); }")]
    [InlineData("private Process? _tool; void Run() { _tool = Process.Start(Git)!; _tool.[|WaitForExit|](); }")]
    [InlineData("void Run() { var tool = Process.Start(Git); tool?.[|WaitForExit|](); }")]
    [InlineData("void Run(bool wait) { var tool = Process.Start(Git)!; if (wait) tool.[|WaitForExit|](); }")]
    public Task What_is_read_in_another_way_has_no_fix(string member) => Check.NoFix<ProcessPipeDeadlock, ProcessPipeDeadlockFixer>(Class(member));
}
