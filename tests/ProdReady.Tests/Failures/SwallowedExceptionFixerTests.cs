using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class SwallowedExceptionFixerTests
{
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
}
