// Collects readings and stores them when it ends. Others find it by a file in which it is registered.
var registration = Path.Combine(AppContext.BaseDirectory, "registration");
var readings = new List<string>();

File.WriteAllText(registration, Environment.ProcessId.ToString());
AppDomain.CurrentDomain.ProcessExit += (_, _) =>
{
    File.Delete(registration);
    Console.WriteLine("Deregistered");
};

try
{
    while (true)
    {
        readings.Add($"{DateTime.UtcNow:O} {Environment.WorkingSet}");
        Console.WriteLine($"Reading {readings.Count}");
        await Task.Delay(TimeSpan.FromSeconds(1));
    }
}
finally
{
    await File.WriteAllLinesAsync(registration + ".readings", readings);
    Console.WriteLine($"Stored {readings.Count} readings");
}
