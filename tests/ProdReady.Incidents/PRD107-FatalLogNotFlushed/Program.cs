using Serilog;

Log.Logger = new LoggerConfiguration().WriteTo.Async(to => to.File(args[0])).CreateLogger();

try
{
    Import.Run(file: args[1]);
}
catch (Exception ex)
{
    Console.WriteLine("The import failed, see the log");
    Log.Fatal(ex, "No import of {File}", args[1]);
    Environment.ExitCode = 1;
}

static class Import
{
    public static void Run(string file) => Console.WriteLine(File.ReadLines(file).Count());
}
