using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class StaleLockFileFixerTests
{
    [Fact]
    public Task A_file_that_is_waited_for_and_made_is_held_open() => Check.Fix<StaleLockFile, StaleLockFileFixer>("""
        class Importer
        {
            private readonly ILogger<Importer> logger = null!;
            void Import(string lockFile)
            {
                // One import at a time.
                while (File.[|Exists|](lockFile)) Thread.Sleep(200);
                File.WriteAllText(lockFile, ""); // ours

                try
                {
                    Console.WriteLine();
                }
                finally
                {
                    File.Delete(lockFile);
                }
            }
        }
        """, """
        class Importer
        {
            private readonly ILogger<Importer> logger = null!;
            void Import(string lockFile)
            {
                // One import at a time.
                using var heldLockFile = HoldLockFile(lockFile); // ours

                try
                {
                    Console.WriteLine();
                }
                finally
                {
                    heldLockFile.Dispose();
                }

                // The system closes the file with the process, however that ends; a file that is left behind stops nobody.
                FileStream HoldLockFile(string file)
                {
                    for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromSeconds(5))
                    {
                        try
                        {
                            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                        }
                        catch (IOException e) when (e is not DirectoryNotFoundException && waited < TimeSpan.FromSeconds(120))
                        {
                            logger.LogWarning(e, "Waiting for {LockFile}, which another process holds, {Waited} so far", file, waited);
                            Thread.Sleep(TimeSpan.FromSeconds(5));
                        }
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements_wait_without_blocking() => Check.Fix<StaleLockFile, StaleLockFileFixer>("""
        var path = "import.lock";
        while (File.[|Exists|](path))
        {
            await Task.Delay(200);
        }

        await File.WriteAllTextAsync(path, string.Empty);
        Console.WriteLine("Importing");
        File.Delete(path);

        class Order { }
        """, """
        var path = "import.lock";
        using var lockFile = await HoldLockFile(path);
        Console.WriteLine("Importing");
        lockFile.Dispose();

        // The system closes the file with the process, however that ends; a file that is left behind stops nobody.
        async Task<FileStream> HoldLockFile(string file)
        {
            for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromSeconds(3))
            {
                try
                {
                    return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                }
                catch (IOException e) when (e is not DirectoryNotFoundException && waited < TimeSpan.FromSeconds(9))
                {
                    Console.Error.WriteLine($"Waiting for {file}, which another process holds, {waited} so far: {e.Message}");
                    await Task.Delay(TimeSpan.FromSeconds(3));
                }
            }
        }

        class Order { }
        """, Target.Tool.With(("prodready.PRD402.timeout", "9")));

    [Fact]
    public Task A_run_is_refused_by_who_holds_the_file() => Check.Fix<StaleLockFile, StaleLockFileFixer>("""
        class Importer
        {
            bool Import(string lockFile)
            {
                if (File.[|Exists|](lockFile))
                {
                    Console.WriteLine("Already running");
                    return false;
                }

                File.Create(lockFile).Dispose();
                Console.WriteLine("Importing");
                File.Delete(lockFile);
                return true;
            }
        }
        """, """
        class Importer
        {
            bool Import(string lockFile)
            {
                using var heldLockFile = TryHoldLockFile(lockFile);
                if (heldLockFile is null)
                {
                    Console.WriteLine("Already running");
                    return false;
                }

                Console.WriteLine("Importing");
                heldLockFile.Dispose();
                return true;

                // The system closes the file with the process, however that ends; a file that is left behind stops nobody.
                FileStream? TryHoldLockFile(string file)
                {
                    try
                    {
                        return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                    }
                    catch (IOException e) when (e is not DirectoryNotFoundException)
                    {
                        return null;
                    }
                }
            }
        }
        """);

    [Theory]
    [InlineData("while (File.[|Exists|](lockFile)) Thread.Sleep(1000);")]
    [InlineData("while (File.[|Exists|](lockFile)) Thread.Sleep(1000); Console.WriteLine(); File.WriteAllText(lockFile, \"\");")]
    [InlineData("while (File.[|Exists|](lockFile)) Thread.Sleep(1000); File.WriteAllText(lockFile, Environment.ProcessId.ToString());")]
    [InlineData("while (File.[|Exists|](lockFile)) Thread.Sleep(1000); File.WriteAllText(lockFile, \"\"); Action end = () => { File.Delete(lockFile); };")]
    [InlineData("if (lockFile.Length > 0) { while (File.[|Exists|](lockFile)) Thread.Sleep(1000); File.WriteAllText(lockFile, \"\"); } File.Delete(lockFile);")]
    [InlineData("while (File.[|Exists|](lockFile)) Thread.Sleep(1000); File.WriteAllText(lockFile, \"\"); File.AppendAllText(lockFile, \"more\");")]
    [InlineData("while (File.[|Exists|](lockFile)) Thread.Sleep(1000); File.WriteAllText(lockFile, \"\"); new FileStream(lockFile, FileMode.Open).Dispose();")]
    [InlineData("while (Directory.[|Exists|](lockFile)) Thread.Sleep(1000); Directory.CreateDirectory(lockFile);")]
    [InlineData("while (true) { try { using var mine = new FileStream(lockFile, [|FileMode.CreateNew|]); break; } catch (IOException) { Thread.Sleep(100); } }")]
    public Task A_file_that_a_handle_cannot_stand_in_for_is_left_to_its_author(string statements) => Check.NoFix<StaleLockFile, StaleLockFileFixer>($$"""
        class Importer { void Import(string lockFile) { {{statements}} } }
        """);

    [Fact]
    public Task A_file_that_another_method_removes_is_left_to_its_author() => Check.NoFix<StaleLockFile, StaleLockFileFixer>("""
        class Importer
        {
            private readonly string _lockFile = "import.lock";

            void Begin()
            {
                while (File.[|Exists|](_lockFile)) Thread.Sleep(1000);
                File.WriteAllText(_lockFile, "");
            }

            void End() => File.Delete(_lockFile);
        }
        """);
}
