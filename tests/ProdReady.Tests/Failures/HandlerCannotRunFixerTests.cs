using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class HandlerCannotRunFixerTests
{
    [Fact]
    public Task A_returned_task_is_awaited() => Fix("""
        // Loads it.
        public Task<string> Load(bool cached)
        {
            if (cached) return Task.FromResult("cached");
            try
            {
                // Now.
                return client.[|GetStringAsync|]("/"); // Done.
            }
            catch (HttpRequestException)
            {
                return Other();
            }
        }

        Task<string> Other() => client.GetStringAsync("/other");
        """, """
        // Loads it.
        public async Task<string> Load(bool cached)
        {
            if (cached) return "cached";
            try
            {
                // Now.
                return await client.GetStringAsync("/"); // Done.
            }
            catch (HttpRequestException)
            {
                return await Other();
            }
        }

        Task<string> Other() => client.GetStringAsync("/other");
        """);

    [Fact]
    public Task A_task_without_a_result_is_awaited() => Fix("""
        Task Save(Stream stream, byte[] bytes)
        {
            try
            {
                return stream.[|WriteAsync|](bytes, 0, 1);
            }
            catch (IOException e)
            {
                logger.LogError(e, "Failed");
                return Task.CompletedTask;
            }
        }
        """, """
        async Task Save(Stream stream, byte[] bytes)
        {
            try
            {
                await stream.WriteAsync(bytes, 0, 1);
            }
            catch (IOException e)
            {
                logger.LogError(e, "Failed");
            }
        }
        """);

    [Fact]
    public Task The_method_still_ends_where_it_returned() => Fix("""
        static Task Save(Stream stream, byte[] bytes)
        {
            try
            {
                return stream.[|WriteAsync|](bytes, 0, 1);
            }
            catch (IOException)
            {
            }

            Console.WriteLine("Not saved");
            return Task.CompletedTask;
        }
        """, """
        static async Task Save(Stream stream, byte[] bytes)
        {
            try
            {
                await stream.WriteAsync(bytes, 0, 1);
                return;
            }
            catch (IOException)
            {
            }

            Console.WriteLine("Not saved");
        }
        """);

    [Fact]
    public Task A_lambda_and_a_local_function_become_async() => Fix("""
        void Load()
        {
            Func<Task<string>> lambda = () => { try { return client.[|GetStringAsync|]("/"); } catch (Exception) { return Task.FromResult(""); } };
            Task<string> Local() { try { return client.[|GetStringAsync|]("/"); } catch (Exception) { return Task.FromResult(""); } }
            Local();
        }
        """, """
        void Load()
        {
            Func<Task<string>> lambda = async () => { try { return await client.GetStringAsync("/"); } catch (Exception) { return ""; } };
            async Task<string> Local() { try { return await client.GetStringAsync("/"); } catch (Exception) { return ""; } }
            Local();
        }
        """);

    [Fact]
    public Task A_finally_runs_when_the_work_is_done() => Fix("""
        Task<string> Load()
        {
            var own = new HttpClient();
            try
            {
                return own.[|GetStringAsync|]("/");
            }
            finally
            {
                own.Dispose();
            }
        }
        """, """
        async Task<string> Load()
        {
            var own = new HttpClient();
            try
            {
                return await own.GetStringAsync("/");
            }
            finally
            {
                own.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_dropped_task_is_awaited() => Fix("""
        async Task SendAsync() => await client.GetStringAsync("/");

        async Task Discard()
        {
            try
            {
                _ = [|SendAsync|]();
            }
            catch (Exception e)
            {
                logger.LogError(e, "Failed");
            }

            await Task.Yield();
        }

        Task Statement()
        {
            try
            {
                [|SendAsync|](); // Now.
            }
            catch (Exception e)
            {
                logger.LogError(e, "Failed");
            }

            return Task.CompletedTask;
        }
        """, """
        async Task SendAsync() => await client.GetStringAsync("/");

        async Task Discard()
        {
            try
            {
                await SendAsync();
            }
            catch (Exception e)
            {
                logger.LogError(e, "Failed");
            }

            await Task.Yield();
        }

        async Task Statement()
        {
            try
            {
                await SendAsync(); // Now.
            }
            catch (Exception e)
            {
                logger.LogError(e, "Failed");
            }
        }
        """);

    [Fact]
    public Task What_cannot_be_awaited_gets_no_fix() => NoFix("""
        async Task SendAsync() => await client.GetStringAsync("/");
        void Nobody() { try { [|SendAsync|](); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        Task<string> Out(out int n) { n = 1; try { return client.[|GetStringAsync|]("/"); } catch (Exception) { return Task.FromResult(""); } }
        Task<string> Locked() { lock (client) { try { return client.[|GetStringAsync|]("/"); } catch (Exception) { return Task.FromResult(""); } } }
        Task<string>? Null(bool no) { if (no) return null; try { return client.[|GetStringAsync|]("/"); } catch (Exception) { return Task.FromResult(""); } }
        Task<string> Property { get { try { return client.[|GetStringAsync|]("/"); } catch (Exception) { return Task.FromResult(""); } } }
        async Task<string> Behind() { Task<string> task; try { task = client.[|GetStringAsync|]("/"); } catch (HttpRequestException) { return ""; } return await task; }
        """);

    private static Task Fix(string before, string after) =>
        Check.Fix<HandlerCannotRun, HandlerCannotRunFixer>(Class(before), Class(after));

    private static Task NoFix(string members) => Check.NoFix<HandlerCannotRun, HandlerCannotRunFixer>(Class(members));

    private static string Class(string members) => $$"""
        class Service
        {
            readonly ILogger logger = null!;
            readonly HttpClient client = new();

            {{members.Replace("\n", "\n    ").Replace("\n    \n", "\n\n")}}
        }
        """;
}
