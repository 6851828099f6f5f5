using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class SwallowedExceptionFixerTests
{
    private const string Answers = """
        class Orders
        {
            private readonly ILogger<Orders> _logger = null!;

            Task<bool> Store(string? order)
            {
                if (order is null) return Task.FromResult(false);
                try
                {
                    Write(order);
                    return Task.FromResult(true);
                }
                [|catch|] (Exception ex)
                {
                    _logger.LogError(ex, "Write failed");
                    return Task.FromResult(true); // full
                }
            }

            void Write(string order) { }
        }
        """;

    [Fact]
    public Task A_wrong_answer_becomes_right() => Check.Fix<SwallowedException, SwallowedExceptionFixer>(
        Answers,
        Answers.Replace("[|catch|]", "catch").Replace("FromResult(true); //", "FromResult(false); //"));

    [Fact]
    public Task A_wrong_answer_may_give_way_to_the_exception() => Check.Fix<SwallowedException, SwallowedExceptionFixer>(
        Answers,
        Answers.Replace("[|catch|]", "catch").Replace("return Task.FromResult(true); //", "throw; //"),
        index: 1);

    [Fact]
    public Task The_logger_in_a_field_is_used() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            private readonly ILogger<Orders> _logger = null!;

            void Import(string[] lines)
            {
                foreach (var line in lines)
                {
                    try
                    {
                        ImportLine(line);
                    }
                    [|catch|] (Exception)
                    {
                        // Bad lines happen.
                    }
                }
            }

            void ImportLine(string line) { }
        }
        """, """
        class Orders
        {
            private readonly ILogger<Orders> _logger = null!;

            void Import(string[] lines)
            {
                foreach (var line in lines)
                {
                    try
                    {
                        ImportLine(line);
                    }
                    catch (Exception ex)
                    {
                        _logger.LogError(ex, "ImportLine failed for {Line}", line);
                        // Bad lines happen.
                    }
                }
            }

            void ImportLine(string line) { }
        }
        """);

    [Fact]
    public Task The_item_is_told_by_its_id_and_a_bare_catch_gets_a_variable() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            record Order(int Id);

            static void Import(ILogger logger, List<Order> orders)
            {
                foreach (var order in orders)
                {
                    try { Process(order); }
                    [|catch|] { }
                }
            }

            static void Process(Order order) { }
        }
        """, """
        class Orders
        {
            record Order(int Id);

            static void Import(ILogger logger, List<Order> orders)
            {
                foreach (var order in orders)
                {
                    try { Process(order); }
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Process failed for {OrderId}", order.Id);
                    }
                }
            }

            static void Process(Order order) { }
        }
        """);

    [Fact]
    public Task Serilog_is_spoken() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            private readonly Serilog.ILogger _log = null!;

            void Import()
            {
                try
                {
                    Console.ReadLine();
                }
                [|catch|] (Exception e)
                {
                    return;
                }
            }
        }
        """, """
        class Orders
        {
            private readonly Serilog.ILogger _log = null!;

            void Import()
            {
                try
                {
                    Console.ReadLine();
                }
                catch (Exception e)
                {
                    _log.Error(e, "ReadLine failed");
                    return;
                }
            }
        }
        """);

    [Fact]
    public Task A_web_application_logs_with_its_own_logger() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        var app = WebApplication.Create(args);
        try
        {
            Seed();
        }
        [|catch|]
        {
        }

        app.Run();

        static void Seed() { }
        """, """
        var app = WebApplication.Create(args);
        try
        {
            Seed();
        }
        catch (Exception ex)
        {
            app.Logger.LogError(ex, "Seed failed");
        }

        app.Run();

        static void Seed() { }
        """);

    [Fact]
    public Task A_logger_is_injected_through_a_new_constructor() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            public void Import()
            {
                try
                {
                    Console.ReadLine();
                }
                [|catch|]
                {
                }
            }

            public void Export()
            {
                try
                {
                    Console.ReadLine();
                }
                [|catch|]
                {
                }
            }
        }
        """, """
        class Orders
        {
            private readonly ILogger<Orders> _logger;

            public Orders(ILogger<Orders> logger)
            {
                _logger = logger;
            }

            public void Import()
            {
                try
                {
                    Console.ReadLine();
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "ReadLine failed");
                }
            }

            public void Export()
            {
                try
                {
                    Console.ReadLine();
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "ReadLine failed");
                }
            }
        }
        """);

    [Fact]
    public Task A_logger_is_injected_through_the_constructor() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            private readonly HttpClient _client;

            public Orders(HttpClient client)
            {
                _client = client;
            }

            public async Task Import()
            {
                try
                {
                    await _client.GetAsync("/");
                }
                [|catch|]
                {
                }
            }
        }
        """, """
        class Orders
        {
            private readonly HttpClient _client;
            private readonly ILogger<Orders> _logger;

            public Orders(HttpClient client, ILogger<Orders> logger)
            {
                _client = client;
                _logger = logger;
            }

            public async Task Import()
            {
                try
                {
                    await _client.GetAsync("/");
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "GetAsync failed");
                }
            }
        }
        """);

    [Fact]
    public Task The_documentation_of_a_constructor_names_the_logger() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        /// <summary>Orders.</summary>
        public class Orders
        {
            private readonly HttpClient _client;

            /// <summary>
            /// Makes one.
            /// </summary>
            /// <param name="client">Asks
            /// the shop.</param>
            /// <exception cref="ArgumentException">Never.</exception>
            public Orders(HttpClient client)
            {
                _client = client;
            }

            /// <summary>Imports.</summary>
            public void Import()
            {
                try
                {
                    _client.Send(new());
                }
                [|catch|]
                {
                }
            }
        }
        """, """
        /// <summary>Orders.</summary>
        public class Orders
        {
            private readonly HttpClient _client;
            private readonly ILogger<Orders> _logger;

            /// <summary>
            /// Makes one.
            /// </summary>
            /// <param name="client">Asks
            /// the shop.</param>
            /// <param name="logger">The logger.</param>
            /// <exception cref="ArgumentException">Never.</exception>
            public Orders(HttpClient client, ILogger<Orders> logger)
            {
                _client = client;
                _logger = logger;
            }

            /// <summary>Imports.</summary>
            public void Import()
            {
                try
                {
                    _client.Send(new());
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Send failed");
                }
            }
        }
        """, new Target { IsDocumented = true });

    [Fact]
    public Task A_new_constructor_is_documented_where_its_type_is() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        /// <summary>Orders.</summary>
        /// <typeparam name="T">What is ordered.</typeparam>
        public class Orders<T>
        {
            /// <summary>Imports.</summary>
            public void Import()
            {
                try
                {
                    new HttpClient().Send(new());
                }
                [|catch|]
                {
                }
            }
        }
        """, """
        /// <summary>Orders.</summary>
        /// <typeparam name="T">What is ordered.</typeparam>
        public class Orders<T>
        {
            private readonly ILogger<Orders<T>> _logger;

            /// <summary>Initializes a new instance of the <see cref="Orders{T}"/> class.</summary>
            /// <param name="logger">The logger.</param>
            public Orders(ILogger<Orders<T>> logger)
            {
                _logger = logger;
            }

            /// <summary>Imports.</summary>
            public void Import()
            {
                try
                {
                    new HttpClient().Send(new());
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Send failed");
                }
            }
        }
        """, new Target { IsDocumented = true });

    [FromRoslyn(4, 8)]
    public Task The_documentation_of_a_primary_constructor_names_the_logger() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        /// <summary>Orders.</summary>
        /// <param name="client">Asks.</param>
        public class Orders(HttpClient client)
        {
            /// <summary>Imports.</summary>
            public void Import()
            {
                try
                {
                    client.Send(new());
                }
                [|catch|]
                {
                }
            }
        }
        """, """
        /// <summary>Orders.</summary>
        /// <param name="client">Asks.</param>
        /// <param name="logger">The logger.</param>
        public class Orders(HttpClient client, ILogger<Orders> logger)
        {
            /// <summary>Imports.</summary>
            public void Import()
            {
                try
                {
                    client.Send(new());
                }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Send failed");
                }
            }
        }
        """, new Target { IsDocumented = true });

    [FromRoslyn(4, 8)]
    public Task A_logger_is_injected_through_the_primary_constructor() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders(HttpClient client)
        {
            public async Task Import()
            {
                try
                {
                    await client.GetAsync("/");
                }
                [|catch|]
                {
                }
            }
        }
        """, """
        class Orders(HttpClient client, ILogger<Orders> logger)
        {
            public async Task Import()
            {
                try
                {
                    await client.GetAsync("/");
                }
                catch (Exception ex)
                {
                    logger.LogError(ex, "GetAsync failed");
                }
            }
        }
        """);

    [Fact]
    public Task A_type_that_code_makes_gets_no_logger() => Check.NoFixNamed<SwallowedException, SwallowedExceptionFixer>("Log the exception", """
        class Orders
        {
            public static Orders Make() => new Orders();

            public void Import()
            {
                try { Console.ReadLine(); }
                [|catch|] { }
            }
        }
        """);

    [Fact]
    public Task A_tool_without_logging_writes_to_standard_error() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        foreach (var path in args)
        {
            try
            {
                File.ReadAllText(path);
            }
            [|catch|] (Exception)
            {
            }
        }
        """, """
        foreach (var path in args)
        {
            try
            {
                File.ReadAllText(path);
            }
            catch (Exception ex)
            {
                Console.Error.WriteLine($"ReadAllText failed for {path}: {ex}");
            }
        }
        """, Target.Tool);

    [Fact]
    public Task NLog_needs_no_other_namespace() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        using NLog;

        class Orders
        {
            private readonly ILogger _log = null!;

            void Run()
            {
                try
                {
                    Console.ReadLine();
                }
                [|catch|] (Exception)
                {
                }
            }
        }
        """, """
        using NLog;

        class Orders
        {
            private readonly ILogger _log = null!;

            void Run()
            {
                try
                {
                    Console.ReadLine();
                }
                catch (Exception ex)
                {
                    _log.Error(ex, "ReadLine failed");
                }
            }
        }
        """, Target.Library with { HostUsings = false });

    [Fact]
    public Task Letting_it_go_on_is_never_the_only_way() => Check.NoFix<SwallowedException, SwallowedExceptionFixer>("""
        static class Magnets
        {
            public static string? Hash(Uri magnet)
            {
                try
                {
                    return magnet.ToString().Split(':')[1];
                }
                [|catch|] (Exception)
                {
                    return null;
                }
            }
        }
        """, Target.Library);

    [Fact]
    public Task A_line_that_is_indented_in_another_way_stays() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            private readonly ILogger _logger = null!;

            bool Run()
            {
        		try
        		{
        			return Console.ReadLine() is { };
        		}
        		[|catch|] (Exception)
        		{
        			// as if there were none
        			return false;
        		}
            }
        }
        """, """
        class Orders
        {
            private readonly ILogger _logger = null!;

            bool Run()
            {
        		try
        		{
        			return Console.ReadLine() is { };
        		}
        		catch (Exception ex)
        		{
        			_logger.LogError(ex, "ReadLine failed");
        			// as if there were none
        			return false;
        		}
            }
        }
        """);

    [Fact]
    public Task A_handler_on_one_line_is_opened_as_a_whole() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            private readonly ILogger _logger = null!;

            void Run(Stream orders)
            {
                try
                {
                    orders.ReadByte();
                }
                [|catch|] { try { orders.Dispose(); } catch { } }
            }
        }
        """, """
        class Orders
        {
            private readonly ILogger _logger = null!;

            void Run(Stream orders)
            {
                try
                {
                    orders.ReadByte();
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "ReadByte failed");
                    try
                    {
                        orders.Dispose();
                    }
                    catch { }
                }
            }
        }
        """);

    [Fact]
    public Task Without_a_call_the_entry_names_the_member() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            private readonly ILogger _logger = null!;

            Stream? _next;

            void Follow(string path)
            {
                try
                {
                    _next = new FileStream(path, FileMode.Open);
                }
                [|catch|] (Exception)
                {
                }
            }
        }
        """, """
        class Orders
        {
            private readonly ILogger _logger = null!;

            Stream? _next;

            void Follow(string path)
            {
                try
                {
                    _next = new FileStream(path, FileMode.Open);
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Follow failed");
                }
            }
        }
        """);

    [Fact]
    public Task A_call_that_only_looks_at_a_text_is_not_what_failed() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            private readonly ILogger _logger = null!;

            private byte[] _last = new byte[0];

            void Follow(string path)
            {
                try
                {
                    if (path.Contains('?')) return;
                    _last = File.ReadAllBytes(path);
                }
                [|catch|] (Exception)
                {
                }
            }
        }
        """, """
        class Orders
        {
            private readonly ILogger _logger = null!;

            private byte[] _last = new byte[0];

            void Follow(string path)
            {
                try
                {
                    if (path.Contains('?')) return;
                    _last = File.ReadAllBytes(path);
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "ReadAllBytes failed for {Path}", path);
                }
            }
        }
        """);

    [Fact]
    public Task Addresses_of_people_are_not_logged() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Users
        {
            private readonly ILogger _logger = null!;

            void Invite(string email)
            {
                try
                {
                    File.ReadAllText(email);
                }
                [|catch|] (Exception)
                {
                }
            }
        }
        """, """
        class Users
        {
            private readonly ILogger _logger = null!;

            void Invite(string email)
            {
                try
                {
                    File.ReadAllText(email);
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "ReadAllText failed");
                }
            }
        }
        """);

    [Fact]
    public Task The_second_way_is_to_let_it_go_on() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        var app = WebApplication.Create(args);
        foreach (var path in args)
        {
            try
            {
                File.ReadAllText(path);
            }
            [|catch|]
            {
                continue;
            }
        }
        """, """
        var app = WebApplication.Create(args);
        foreach (var path in args)
        {
            try
            {
                File.ReadAllText(path);
            }
            catch
            {
                throw;
            }
        }
        """, index: 1);

    [Fact]
    public Task The_logger_that_a_constructor_hands_on_is_kept_and_a_free_name_is_used_again() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Import
        {
            protected Import(ILogger logger) { }
        }

        class Orders : Import
        {
            public Orders(
                ILogger<Orders> logger,
                int size)
                : base(logger)
            {
                Console.WriteLine(size);
            }

            void Run()
            {
                try { Work(); }
                [|catch|] { /* ignored */ }

                try { Work(); }
                [|catch|] { }
            }

            void Work() { }
        }
        """, """
        class Import
        {
            protected Import(ILogger logger) { }
        }

        class Orders : Import
        {
            private readonly ILogger<Orders> _logger;

            public Orders(
                ILogger<Orders> logger,
                int size)
                : base(logger)
            {
                Console.WriteLine(size);
                _logger = logger;
            }

            void Run()
            {
                try { Work(); }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Work failed");
                    /* ignored */
                }

                try { Work(); }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Work failed");
                }
            }

            void Work() { }
        }
        """);

    [Fact]
    public Task A_parameter_gets_a_line_of_its_own_where_each_has_one() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            public Orders(
                HttpClient client,
                int size)
            {
                Console.WriteLine(client);
            }

            void Run()
            {
                try { Work(); }
                [|catch|] { }
            }

            void Work() { }
        }
        """, """
        class Orders
        {
            private readonly ILogger<Orders> _logger;

            public Orders(
                HttpClient client,
                int size,
                ILogger<Orders> logger)
            {
                Console.WriteLine(client);
                _logger = logger;
            }

            void Run()
            {
                try { Work(); }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Work failed");
                }
            }

            void Work() { }
        }
        """);

    [Fact]
    public Task The_logger_of_an_outer_type_is_out_of_reach() => Check.NoFixNamed<SwallowedException, SwallowedExceptionFixer>("Log the exception", """
        class Outer
        {
            private readonly ILogger _logger = null!;

            public void Log() => _logger.LogInformation("");

            static Orders Make() => new Orders();

            class Orders
            {
                public void Run()
                {
                    try { Work(); }
                    [|catch|] { }
                }

                void Work() { }
            }
        }
        """);

    [Fact]
    public Task A_type_with_a_derived_one_gets_no_logger() => Check.NoFixNamed<SwallowedException, SwallowedExceptionFixer>("Log the exception", """
        class Special : Orders { }

        class Orders
        {
            public void Run()
            {
                try { Work(); }
                [|catch|] { }
            }

            void Work() { }
        }
        """);

    [Fact]
    public Task A_type_for_a_parameter_with_new_gets_no_logger() => Check.NoFixNamed<SwallowedException, SwallowedExceptionFixer>("Log the exception", """
        class Maker
        {
            static T Make<T>() where T : new() => new T();

            static object Order() => Make<Orders>();
        }

        class Orders
        {
            public void Run()
            {
                try { Work(); }
                [|catch|] { }
            }

            void Work() { }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_name_that_is_a_keyword_and_a_logger_that_may_be_missing() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders(ILogger<Orders>? log = null)
        {
            void Run(string[] events)
            {
                foreach (var @event in events)
                {
                    try { Work(@event); }
                    [|catch|] { }
                }

                int size;
                try { size = 1; Keep(size); }
                [|catch|] { }
            }

            void Work(string item) { }

            void Keep(int item) { }
        }
        """, """
        class Orders(ILogger<Orders>? log = null)
        {
            void Run(string[] events)
            {
                foreach (var @event in events)
                {
                    try { Work(@event); }
                    catch (Exception ex)
                    {
                        log?.LogError(ex, "Work failed for {Event}", @event);
                    }
                }

                int size;
                try { size = 1; Keep(size); }
                catch (Exception ex)
                {
                    log?.LogError(ex, "Keep failed");
                }
            }

            void Work(string item) { }

            void Keep(int item) { }
        }
        """);

    [Fact]
    public Task The_comments_of_a_way_out_stay() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders
        {
            int Run()
            {
                try
                {
                    Console.ReadLine();
                    return 1;
                }
                [|catch|] (Exception)
                {
                    // Nobody waits.
                    return -1; // for now
                }
            }
        }
        """, """
        class Orders
        {
            int Run()
            {
                try
                {
                    Console.ReadLine();
                    return 1;
                }
                catch (Exception)
                {
                    // Nobody waits.
                    throw; // for now
                }
            }
        }
        """, index: 1);

    [Fact]
    public Task Tabs_and_braces_at_the_end_of_a_line_stay() => Check.Fix<SwallowedException, SwallowedExceptionFixer>("""
        class Orders {
        	private readonly ILogger _logger = null!;

        	void Run() {
        		try {
        			Console.ReadLine();
        		} [|catch|] (Exception) { }
        	}
        }
        """, """
        class Orders {
        	private readonly ILogger _logger = null!;

        	void Run() {
        		try {
        			Console.ReadLine();
        		} catch (Exception ex) {
        			_logger.LogError(ex, "ReadLine failed");
        		}
        	}
        }
        """);
}
