namespace ProdReady.Facts;

/// <summary>How a program hears that it is told to end, and how it stays alive until then.</summary>
internal static class SignalApis
{
    public const string Registration = "System.Runtime.InteropServices.PosixSignalRegistration";

    /// <summary>Listen to a signal.</summary>
    public static readonly Api[] Listen =
    [
        new(Registration, "Create"),
    ];

    /// <summary>Raised when the process ends by itself; before .NET 10 at SIGTERM too.</summary>
    public static readonly Api[] EndOfProcess =
    [
        new("System.AppDomain", "ProcessExit"),
        new("System.Runtime.Loader.AssemblyLoadContext", "Unloading"),
    ];

    /// <summary>Raised at SIGINT and SIGQUIT, that is by a person at the keyboard.</summary>
    public static readonly Api[] ControlC =
    [
        new("System.Console", "CancelKeyPress"),
    ];

    /// <summary>Read what a person types.</summary>
    public static readonly Api[] ReadKeyboard =
    [
        new("System.Console", "ReadLine", "ReadKey", "Read"),
    ];

    /// <summary>Start what goes on working when the call is back.</summary>
    public static readonly Api[] StartService = HostApis.StartOnly.Concat(BrokerApis.Subscribe).Concat(new Api[]
    {
        new("System.Net.HttpListener", "Start"),
        new("System.Net.Sockets.TcpListener", "Start"),
        new("System.Threading.Timer", ".ctor"),
        new("System.Timers.Timer", "Start"),
        new("Azure.Messaging.ServiceBus.ServiceBusProcessor", "StartProcessingAsync") { Package = "Azure.Messaging.ServiceBus" },
        new("MassTransit.IBusControl", "StartAsync") { Package = "MassTransit.Abstractions" },
        new("MassTransit.BusControlExtensions", "Start") { Package = "MassTransit" },
        new("Quartz.IScheduler", "Start") { Package = "Quartz" },
    }).ToArray();

    /// <summary>Wait for a client, and cannot be told to stop.</summary>
    public static readonly Api[] WaitWithoutToken =
    [
        new("System.Net.Sockets.TcpListener", "AcceptTcpClient", "AcceptSocket"),
        new("System.Net.Sockets.UdpClient", "Receive"),
        new("System.Net.Sockets.Socket", "Accept", "Receive"),
        new("System.IO.Pipes.NamedPipeServerStream", "WaitForConnection"),
        new("System.Net.HttpListener", "GetContext", "GetContextAsync"),
    ];

    /// <summary>Libraries that run the program themselves, and listen to signals or to a service manager of their own.</summary>
    public static readonly string[] Runners =
    [
        "System.CommandLine", "Cocona", "Cocona.Core", "ConsoleAppFramework", "CliFx", "Spectre.Console.Cli", "McMaster.Extensions.CommandLineUtils",
        "Topshelf", "System.ServiceProcess.ServiceController", "Mono.Posix", "Mono.Posix.NETStandard", "Tmds.LibC",
        "Microsoft.ServiceFabric.Services", "Microsoft.Azure.WebJobs", "Microsoft.Azure.WebJobs.Host", "Akka",
    ];

    /// <summary>What a source text has in it that listens without the class of .NET.</summary>
    public static readonly string[] ByHand = ["PosixSignal", "sigaction", "UnixSignal", "SetConsoleCtrlHandler"];

    /// <summary>What a source text has in it that asks a person.</summary>
    public static readonly string[] Dialogue = ["Console.Read", "Console.KeyAvailable", "Console.In.", "OpenStandardInput", "AnsiConsole", "Sharprompt", "Terminal.Gui"];
}
