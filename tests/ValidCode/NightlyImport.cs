// A command-line import that shares a file with other processes, counts what it skips and says so in its exit code.
using var gate = new Mutex(false, @"Global\nightly-import");
bool taken;
try
{
    taken = gate.WaitOne(TimeSpan.FromMinutes(2));
}
catch (AbandonedMutexException)
{
    Console.Error.WriteLine("The import before this one died; this one begins anew");
    taken = true;
}

if (!taken)
{
    Console.Error.WriteLine("Another import still holds the lock after two minutes");
    return 2;
}

var failed = 0;
try
{
    foreach (var line in File.ReadLines(args[0]))
    {
        try
        {
            Import(line);
        }
        catch (FormatException ex)
        {
            failed++;
            Console.Error.WriteLine($"Skipped '{line}': {ex.Message}");
        }
    }
}
finally
{
    gate.ReleaseMutex();
}

return failed == 0 ? 0 : 1;

static void Import(string line) => Console.WriteLine(decimal.Parse(line.Split(';')[1]));
