namespace ProdReady.PackageTests.Harness;

/// <summary>A shop with the five defects, in C# 8 so that any consumer can compile it. The comments name the rule that speaks there.</summary>
internal static class Defects
{
    public static readonly Source ServerProgram = Program("Shop.Server.Run(args);");

    public static readonly Source ConsoleProgram = Program("Shop.Import.Run(() => Shop.Orders.Store(args));");

    public static readonly Source WorkerProgram = new("Program.cs", """
        using System;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        internal static class Program
        {
            private static void Main(string[] args)
            {
                try
                {
                    Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddHostedService<Shop.Worker>()).Build().Run();
                }
                catch (Exception failure) // PRD101
                {
                    Console.Error.WriteLine(failure);
                }
            }
        }
        """);

    public static readonly Source Server = new("Server.cs", """
        using System;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;

        namespace Shop
        {
            public static class Server
            {
                public static void Run(string[] args)
                {
                    try
                    {
                        var builder = WebApplication.CreateBuilder(args);
                        builder.Services.AddHostedService<Worker>();
                        var app = builder.Build();
                        app.MapPost("/orders", new Action(() => Orders.Store(args)));
                        app.Run(); // PRD501
                    }
                    catch (Exception failure) // PRD101
                    {
                        Console.Error.WriteLine(failure);
                    }
                }
            }
        }
        """);

    public static readonly Source Worker = new("Worker.cs", """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Hosting;

        namespace Shop
        {
            public class Worker : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while (true) // PRD202
                    {
                        Console.WriteLine("working");
                        await Task.Delay(1000);
                    }
                }
            }
        }
        """);

    public static readonly Source Orders = new("Orders.cs", """
        using System;
        using System.Collections.Generic;
        using System.IO;

        namespace Shop
        {
            public static class Orders
            {
                public static void Store(IEnumerable<string> orders)
                {
                    foreach (var order in orders)
                    {
                        try
                        {
                            File.AppendAllText("orders.csv", order + "\n");
                        }
                        catch (Exception) // PRD301
                        {
                        }
                    }
                }
            }
        }
        """);

    public static readonly Source Import = new("Import.cs", """
        using System;
        using System.Threading;

        namespace Shop
        {
            public static class Import
            {
                public static void Run(Action work)
                {
                    using (var mutex = new Mutex(false, "Global\\shop-import"))
                    {
                        mutex.WaitOne(); // PRD401
                        try
                        {
                            work();
                        }
                        finally
                        {
                            mutex.ReleaseMutex();
                        }
                    }
                }
            }
        }
        """);

    private static Source Program(string statement) => new("Program.cs", $$"""
        internal static class Program
        {
            private static void Main(string[] args)
            {
                {{statement}}
            }
        }
        """);
}
