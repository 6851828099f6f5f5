using System.Diagnostics;

if (args is ["export"])
{
    // The list of today's orders: in the test shop a few lines, in production 70,000 bytes.
    Console.Write(new string('x', 70_000));
    return;
}

Console.WriteLine("Export is starting");
Console.WriteLine($"Exported {await Export()} bytes");

static async Task<int> Export()
{
    var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(Program).Assembly.Location, "export"]) { RedirectStandardOutput = true, RedirectStandardError = true };
    using var tool = Process.Start(start)!;
    await tool.WaitForExitAsync();
    var orders = await tool.StandardOutput.ReadToEndAsync();
    var error = await tool.StandardError.ReadToEndAsync();
    return tool.ExitCode == 0 ? orders.Length : throw new InvalidOperationException(error);
}
