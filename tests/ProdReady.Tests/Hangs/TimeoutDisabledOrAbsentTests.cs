using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class TimeoutDisabledOrAbsentTests
{
    /// <summary>What the gRPC tools write for a service.</summary>
    internal const string GreeterClient = """
        class GreeterClient : Grpc.Core.ClientBase<GreeterClient>
        {
            public virtual string Greet(string name, Grpc.Core.Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public virtual string Greet(string name, Grpc.Core.CallOptions options) => throw new NotSupportedException();
            public virtual Grpc.Core.AsyncUnaryCall<string> GreetAsync(string name, Grpc.Core.Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public virtual Grpc.Core.AsyncUnaryCall<string> GreetAsync(string name, Grpc.Core.CallOptions options) => throw new NotSupportedException();
            public virtual Grpc.Core.AsyncServerStreamingCall<string> Watch(string name, Grpc.Core.Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            protected override GreeterClient NewInstance(ClientBaseConfiguration configuration) => this;
        }
        """;

    private static Task Body(string statements, string more = "") => Check.Rule<TimeoutDisabledOrAbsent>($$"""
        using System.Data.Common;
        using System.Net.Sockets;

        class Shop
        {
            private readonly HttpClient client = null!;
            private readonly DbCommand command = null!;
            private readonly System.Data.IDbCommand other = null!;
            private readonly Socket given = null!;
            async Task Run(CancellationToken token)
            {
                await Task.Yield();
                {{statements}}
            }

            {{more}}
        }
        """);

    private static Task Grpc(string statements, string more = "") => Check.Rule<TimeoutDisabledOrAbsent>($$"""
        class Shop
        {
            private readonly GreeterClient greeter = null!;
            async Task Run(CancellationToken token, Grpc.Core.CallOptions given)
            {
                await Task.Yield();
                {{statements}}
            }

            {{more}}
        }

        {{GreeterClient}}
        """);

    [Fact]
    public Task An_infinite_timeout_of_a_client_is_reported() => Body("""
        client.Timeout = [|Timeout.InfiniteTimeSpan|];
        client.Timeout = [|TimeSpan.FromMilliseconds(-1)|];
        var mine = new HttpClient { Timeout = [|Timeout.InfiniteTimeSpan|] };
        """);

    [Fact]
    public Task A_finite_timeout_is_left_alone() => Body("""
        client.Timeout = TimeSpan.FromSeconds(5);
        command.CommandTimeout = 30;
        """);

    [Fact]
    public Task A_timeout_that_is_computed_is_left_alone() => Body("client.Timeout = System.Diagnostics.Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(5);");

    [Fact]
    public Task A_client_that_streams_is_left_alone() => Body(
        "client.Timeout = Timeout.InfiniteTimeSpan;",
        """Task<HttpResponseMessage> Get() => client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);""");

    [Fact]
    public Task A_client_with_a_limit_for_each_call_is_left_alone() => Body(
        "client.Timeout = Timeout.InfiniteTimeSpan;",
        """Task<string> Get() { var limit = new CancellationTokenSource(1000); return client.GetStringAsync("/", limit.Token); }""");

    [Fact]
    public Task A_registered_client_is_reported() => Check.Rule<TimeoutDisabledOrAbsent>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("prices", client => client.Timeout = [|Timeout.InfiniteTimeSpan|]);
        builder.Services.AddHttpClient("stock").ConfigureHttpClient(client => client.Timeout = [|Timeout.InfiniteTimeSpan|]);
        """);

    [Fact]
    public Task A_registered_client_whose_user_streams_is_left_alone() => Check.Rule<TimeoutDisabledOrAbsent>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("prices", client => client.Timeout = Timeout.InfiniteTimeSpan);
        """, null, """
        class Reader
        {
            private readonly IHttpClientFactory factory = null!;
            Task<HttpResponseMessage> Read() => factory.CreateClient("prices").GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        }
        """);

    [Fact]
    public Task Another_client_that_streams_is_no_excuse() => Check.Rule<TimeoutDisabledOrAbsent>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("prices", client => client.Timeout = [|Timeout.InfiniteTimeSpan|]);
        """, null, """
        class Reader
        {
            private readonly IHttpClientFactory factory = null!;
            Task<string> Read() => factory.CreateClient("prices").GetStringAsync("/");
        }
        """, """
        class Download
        {
            private readonly IHttpClientFactory factory = null!;
            Task<HttpResponseMessage> Read() => factory.CreateClient("files").GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        }
        """);

    [Fact]
    public Task A_typed_client_with_a_limit_for_each_call_is_left_alone() => Check.Rule<TimeoutDisabledOrAbsent>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient<Reader>(client => client.Timeout = Timeout.InfiniteTimeSpan);
        """, null, """
        class Reader
        {
            private readonly HttpClient client = null!;
            async Task<string> Read()
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                return await client.GetStringAsync("/", limit.Token);
            }
        }
        """);

    [Fact]
    public Task A_command_without_a_limit_is_reported() => Body("""
        command.CommandTimeout = [|0|];
        other.CommandTimeout = [|0|];
        """);

    [Fact]
    public Task A_command_that_may_take_any_time_is_left_alone() => Body("""
        command.CommandText = "VACUUM FULL";
        command.CommandTimeout = 0;
        """);

    [Fact]
    public Task A_type_whose_commands_may_take_any_time_is_left_alone() => Check.Rule<TimeoutDisabledOrAbsent>("""
        class OrderImport
        {
            private readonly System.Data.Common.DbCommand command = null!;
            void Run() => command.CommandTimeout = 0;
        }
        """);

    [Fact]
    public Task The_words_are_an_option() => Check.Rule<TimeoutDisabledOrAbsent>("""
        class Shop
        {
            private readonly System.Data.Common.DbCommand command = null!;
            void Import() => command.CommandTimeout = [|0|];
            void Report() => command.CommandTimeout = 0;
        }
        """, new Target().With(("prodready.PRD411.long_commands", "report")));

    [Fact]
    public Task A_command_with_a_token_that_is_limited_is_left_alone() => Body("""
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(limit.Token);
        """);

    [Fact]
    public Task A_connection_string_is_reported() => Body("""
        var one = [|"Host=db;Command Timeout=0;Database=shop"|];
        var two = [|"Server=db;commandtimeout=0"|];
        var three = $"Host={client.BaseAddress}[|;Command Timeout=0|]";
        """);

    [Fact]
    public Task A_connection_string_that_calls_leave_out_is_reported_where_it_is_written() => Check.Rule<TimeoutDisabledOrAbsent>("""
        class Shop
        {
            void Open(string text = [|"Host=db;Command Timeout=0"|]) { }
            void Run() { Open(); Open(); }
        }
        """);

    [Fact]
    public Task A_connection_string_with_a_limit_is_left_alone() => Body("""
        var one = "Host=db;Command Timeout=05";
        var two = "Command Timeout 0";
        """);

    [Fact]
    public Task Endless_reads_are_reported() => Body("""
        given.ReceiveTimeout = [|0|];
        var stream = new NetworkStream(given);
        stream.ReadTimeout = [|Timeout.Infinite|];
        """);

    [Fact]
    public Task A_loop_that_reads_whatever_comes_is_left_alone() => Body("""
        given.ReceiveTimeout = 0;
        while (true) given.Receive(new byte[10]);
        """);

    [Fact]
    public Task A_connect_without_limit_is_reported() => Body("""
        using var tcp = new TcpClient();
        await tcp.[|ConnectAsync|]("db", 80);
        tcp.[|Connect|]("db", 80);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.[|ConnectAsync|]("db", 80).ConfigureAwait(false);
        """);

    [Theory]
    [InlineData("await tcp.ConnectAsync(\"db\", 80, token);")]
    [InlineData("await tcp.ConnectAsync(\"db\", 80).WaitAsync(TimeSpan.FromSeconds(5));")]
    [InlineData("if (!tcp.ConnectAsync(\"db\", 80).Wait(5000)) throw new TimeoutException();")]
    [InlineData("var connect = tcp.ConnectAsync(\"db\", 80); connect.Wait(5000);")]
    [InlineData("tcp.Connect(\"localhost\", 80);")]
    [InlineData("tcp.Connect(System.Net.IPAddress.Loopback, 80);")]
    [InlineData("using var stop = token.Register(tcp.Dispose); tcp.Connect(\"db\", 80);")]
    public Task A_connect_with_a_way_out_is_left_alone(string connect) => Body($"using var tcp = new TcpClient(); {connect}");

    [Fact]
    public Task A_socket_that_may_have_no_connection_is_left_alone() => Body("""
        given.Connect("db", 80);
        var udp = new Socket(SocketType.Dgram, ProtocolType.Udp);
        udp.Connect("db", 80);
        """);

    [Fact]
    public Task A_call_without_deadline_is_reported() => Grpc("""
        await greeter.[|GreetAsync|]("you");
        greeter.[|Greet|]("you");
        greeter.[|Greet|]("you", deadline: null);
        greeter.[|Greet|]("you", default(Grpc.Core.CallOptions));
        greeter.[|Greet|]("you", new Grpc.Core.CallOptions());
        greeter.[|Greet|]("you", new Grpc.Core.CallOptions().WithWaitForReady());
        """);

    [Fact]
    public Task A_call_with_a_deadline_is_left_alone() => Grpc("""
        await greeter.GreetAsync("you", deadline: DateTime.UtcNow.AddSeconds(5));
        greeter.Greet("you", new Grpc.Core.CallOptions(deadline: DateTime.UtcNow.AddSeconds(5)));
        greeter.Greet("you", new Grpc.Core.CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(5)));
        greeter.Greet("you", new Grpc.Core.CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(5)).WithWaitForReady());
        """);

    [Fact]
    public Task A_call_with_a_token_or_options_from_elsewhere_is_left_alone() => Grpc("""
        await greeter.GreetAsync("you", cancellationToken: token);
        greeter.Greet("you", given);
        greeter.Greet("you", new Grpc.Core.CallOptions(cancellationToken: token));
        """);

    [Fact]
    public Task A_stream_is_left_alone() => Grpc("using var watch = greeter.Watch(\"you\");");

    [Fact]
    public Task Deadlines_that_may_be_set_for_all_calls_are_left_alone() => Grpc(
        "await greeter.GreetAsync(\"you\");",
        "static object Clients(dynamic builder) => builder.AddGrpcClient().EnableCallContextPropagation();");

    [Fact]
    public Task A_body_behind_its_headers_is_reported() => Body("""
        using var response = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, token);
        var text = await response.Content.[|ReadAsStringAsync|]();
        using var sent = await client.SendAsync(new HttpRequestMessage(), HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        var bytes = await sent.Content.[|ReadAsByteArrayAsync|]().ConfigureAwait(false);
        """);

    [Theory]
    [InlineData("using var response = await client.GetAsync(\"/\", token); await response.Content.ReadAsStringAsync();")]
    [InlineData("using var response = await client.GetAsync(\"/\", HttpCompletionOption.ResponseContentRead); await response.Content.ReadAsStringAsync();")]
    [InlineData("using var response = await client.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead); await response.Content.ReadAsStringAsync(token);")]
    [InlineData("using var response = await client.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead); await response.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("using var response = await client.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead); using var body = await response.Content.ReadAsStreamAsync();")]
    [InlineData("using var response = await client.GetAsync(\"/\", HttpCompletionOption.ResponseHeadersRead); using var end = token.Register(response.Dispose); await response.Content.ReadAsStringAsync();")]
    public Task A_body_with_a_limit_is_left_alone(string statements) => Body(statements);

    [Fact]
    public Task A_default_timeout_is_left_alone() => Check.Rule<TimeoutDisabledOrAbsent>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient("prices");
        """);

    [Fact]
    public Task Default_timeouts_are_an_option() => Check.Rule<TimeoutDisabledOrAbsent>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddHttpClient|]("prices");
        builder.Services.AddHttpClient("stock", client => client.Timeout = TimeSpan.FromSeconds(5));
        builder.Services.AddHttpClient<Reader>();
        """, Target.Web.With(("prodready.PRD411.default_timeouts", "true")), """
        class Reader
        {
            public Reader(HttpClient client) => client.Timeout = TimeSpan.FromSeconds(5);
        }
        """);

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<TimeoutDisabledOrAbsent>("new HttpClient().Timeout = Timeout.InfiniteTimeSpan;", Target.Test);
}
