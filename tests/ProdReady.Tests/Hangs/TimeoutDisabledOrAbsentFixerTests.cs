using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class TimeoutDisabledOrAbsentFixerTests
{
    [Fact]
    public Task Times_are_written_in_the_unit_of_the_property() => Check.Fix<TimeoutDisabledOrAbsent, TimeoutDisabledOrAbsentFixer>("""
        class Shop
        {
            private readonly HttpClient client = null!;
            private readonly System.Data.Common.DbCommand command = null!;
            private readonly System.Net.Sockets.Socket socket = null!;
            void Run()
            {
                client.Timeout = [|Timeout.InfiniteTimeSpan|]; // for the big ones
                command.CommandTimeout = [|0|];
                socket.ReceiveTimeout = [|-1|];
                var mine = new HttpClient { Timeout = [|Timeout.InfiniteTimeSpan|] };
            }
        }
        """, """
        class Shop
        {
            private readonly HttpClient client = null!;
            private readonly System.Data.Common.DbCommand command = null!;
            private readonly System.Net.Sockets.Socket socket = null!;
            void Run()
            {
                client.Timeout = TimeSpan.FromSeconds(30); // for the big ones
                command.CommandTimeout = 30;
                socket.ReceiveTimeout = 30_000;
                var mine = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
            }
        }
        """);

    [Fact]
    public Task The_limit_is_an_option() => Check.Fix<TimeoutDisabledOrAbsent, TimeoutDisabledOrAbsentFixer>(
        "var client = new HttpClient { Timeout = [|Timeout.InfiniteTimeSpan|] };",
        "var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };",
        Target.Tool.With(("prodready.PRD411.timeout", "5")));

    [Fact]
    public Task A_connection_string_keeps_the_rest() => Check.Fix<TimeoutDisabledOrAbsent, TimeoutDisabledOrAbsentFixer>("""
        var one = [|"Host=db;Command Timeout=0;Database=shop"|];
        var two = [|@"Host=db;Command Timeout = 0"|];
        var three = $"Host={one}[|;Command Timeout=0|]";
        """, """
        var one = "Host=db;Command Timeout=30;Database=shop";
        var two = @"Host=db;Command Timeout = 30";
        var three = $"Host={one};Command Timeout=30";
        """);

    [Fact]
    public Task A_connect_gets_a_timeout_around_it() => Check.Fix<TimeoutDisabledOrAbsent, TimeoutDisabledOrAbsentFixer>("""
        using System.Net.Sockets;

        using var tcp = new TcpClient();
        await tcp.[|ConnectAsync|]("db", 80).ConfigureAwait(false);
        tcp.[|Connect|]("db", 80); // again
        """, """
        using System.Net.Sockets;

        using var tcp = new TcpClient();
        await tcp.ConnectAsync("db", 80).WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        await tcp.ConnectAsync("db", 80).WaitAsync(TimeSpan.FromSeconds(30)); // again
        """);

    [Fact]
    public Task A_body_gets_a_timeout_around_it() => Check.Fix<TimeoutDisabledOrAbsent, TimeoutDisabledOrAbsentFixer>("""
        using var client = new HttpClient();
        using var response = await client.GetAsync("http://shop/", HttpCompletionOption.ResponseHeadersRead);
        Console.WriteLine(await response.Content.[|ReadAsStringAsync|]());
        """, """
        using var client = new HttpClient();
        using var response = await client.GetAsync("http://shop/", HttpCompletionOption.ResponseHeadersRead);
        Console.WriteLine(await response.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        """);

    [Fact]
    public Task A_connect_that_blocks_anyway_gets_none() => Check.NoFix<TimeoutDisabledOrAbsent, TimeoutDisabledOrAbsentFixer>("""
        class Shop
        {
            void Run()
            {
                using var tcp = new System.Net.Sockets.TcpClient();
                tcp.[|Connect|]("db", 80);
                tcp.[|ConnectAsync|]("db", 80).Wait();
            }
        }
        """);

    [Fact]
    public Task A_registration_gets_none() => Check.NoFix<TimeoutDisabledOrAbsent, TimeoutDisabledOrAbsentFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddHttpClient|]("prices");
        """, Target.Web.With(("prodready.PRD411.default_timeouts", "true")));

    [Fact]
    public Task A_call_gets_a_deadline() => Check.Fix<TimeoutDisabledOrAbsent, TimeoutDisabledOrAbsentFixer>($$"""
        class Shop
        {
            private readonly GreeterClient greeter = null!;
            async Task Run()
            {
                await greeter.[|GreetAsync|]("you");
                greeter.[|Greet|]("you", deadline: null);
                greeter.[|Greet|]("you", null, null);
                greeter.[|Greet|]("you", new Grpc.Core.CallOptions());
                greeter.[|Greet|]("you", options: default);
            }
        }

        {{TimeoutDisabledOrAbsentTests.GreeterClient}}
        """, $$"""
        class Shop
        {
            private readonly GreeterClient greeter = null!;
            async Task Run()
            {
                await greeter.GreetAsync("you", deadline: DateTime.UtcNow.AddSeconds(30));
                greeter.Greet("you", deadline: DateTime.UtcNow.AddSeconds(30));
                greeter.Greet("you", null, DateTime.UtcNow.AddSeconds(30));
                greeter.Greet("you", new Grpc.Core.CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(30)));
                greeter.Greet("you", options: new Grpc.Core.CallOptions(deadline: DateTime.UtcNow.AddSeconds(30)));
            }
        }

        {{TimeoutDisabledOrAbsentTests.GreeterClient}}
        """);
}
