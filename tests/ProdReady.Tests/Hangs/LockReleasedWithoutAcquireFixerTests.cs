using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class LockReleasedWithoutAcquireFixerTests
{
    private static string Method(string statements) => $$"""
        interface IStore { Task Save(string item); }

        class Importer
        {
            private readonly IStore store = null!;
            private readonly ILogger<Importer> logger = null!;
            private readonly SemaphoreSlim _gate = new(1, 1);
            private bool _busy;

            async Task Import(string item, CancellationToken token)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """;

    private static Task Fix(string before, string after) => Check.Fix<LockReleasedWithoutAcquire, LockReleasedWithoutAcquireFixer>(Method(before), Method(after));

    private static Task None(string before) => Check.NoFix<LockReleasedWithoutAcquire, LockReleasedWithoutAcquireFixer>(Method(before));

    [Fact]
    public Task The_wait_moves_before_the_try() => Fix("""
        logger.LogInformation("Importing");

        // One at a time.
        try
        {
            await _gate.WaitAsync(token);

            await store.Save(item);
        }
        finally
        {
            _gate.[|Release|]();
        }
        """, """
        logger.LogInformation("Importing");

        // One at a time.
        await _gate.WaitAsync(token);
        try
        {
            await store.Save(item);
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task The_wait_moves_with_the_test_of_its_result() => Fix("""
        try
        {
            var taken = await _gate.WaitAsync(0, token);
            if (!taken) return;

            await store.Save(item);
        }
        finally
        {
            _gate.[|Release|]();
        }
        """, """
        var taken = await _gate.WaitAsync(0, token);
        if (!taken) return;
        try
        {
            await store.Save(item);
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task Handlers_stay_around_the_wait() => Fix("""
        try
        {
            var taken = await _gate.WaitAsync(0, token);
            if (!taken) return;

            _busy = true;
            await store.Save(item);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Import failed");
        }
        finally
        {
            _busy = false;
            _gate.[|Release|]();
        }
        """, """
        try
        {
            var taken = await _gate.WaitAsync(0, token);
            if (!taken) return;
            try
            {
                _busy = true;
                await store.Save(item);
            }
            finally
            {
                _busy = false;
                _gate.Release();
            }
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Import failed");
        }
        """);

    [Fact]
    public Task What_comes_before_the_wait_stays_before_it() => Fix("""
        try
        {
            await store.Save(item);
            await _gate.WaitAsync();
            _busy = true;
        }
        finally
        {
            _busy = false;
            _gate.[|Release|]();
        }
        """, """
        try
        {
            await store.Save(item);
            await _gate.WaitAsync();
            try
            {
                _busy = true;
            }
            finally
            {
                _gate.Release();
            }
        }
        finally
        {
            _busy = false;
        }
        """);

    [Fact]
    public Task What_must_be_done_when_the_wait_fails_stays_outside() => Fix("""
        try
        {
            await _gate.WaitAsync(token);
            await store.Save(item);
        }
        catch
        {
            return;
        }
        finally
        {
            _gate.[|Release|]();

            logger.LogInformation("One import less");
        }
        """, """
        try
        {
            await _gate.WaitAsync(token);
            try
            {
                await store.Save(item);
            }
            finally
            {
                _gate.Release();
            }
        }
        catch
        {
            return;
        }
        finally
        {
            logger.LogInformation("One import less");
        }
        """);

    [Fact]
    public Task What_is_done_before_the_release_and_may_be_needed_gets_no_fix() => None("""
        try
        {
            await _gate.WaitAsync(token);
            await store.Save(item);
        }
        finally
        {
            logger.LogInformation("One import less");
            _gate.[|Release|]();
        }
        """);

    [Fact]
    public Task A_try_that_only_released_is_gone() => Fix("""
        logger.LogInformation("Importing");
        try
        {
            await store.Save(item);
            await _gate.WaitAsync();
            _busy = true;
        }
        finally
        {
            _gate.[|Release|]();
        }
        """, """
        logger.LogInformation("Importing");
        await store.Save(item);
        await _gate.WaitAsync();
        try
        {
            _busy = true;
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_branch_that_has_the_lock_gets_a_try() => Fix("""
        try
        {
            if (await _gate.WaitAsync(100, token))
            {
                await store.Save(item);
            }
            else
            {
                logger.LogWarning("Import is busy");
            }
        }
        finally
        {
            _gate.[|Release|]();
        }
        """, """
        if (await _gate.WaitAsync(100, token))
        {
            try
            {
                await store.Save(item);
            }
            finally
            {
                _gate.Release();
            }
        }
        else
        {
            logger.LogWarning("Import is busy");
        }
        """);

    [Fact]
    public Task A_using_becomes_a_wait_and_a_release() => Fix("""
        // One at a time.
        using ([|_gate|])
        {
            await store.Save(item);
        }
        """, """
        // One at a time.
        await _gate.WaitAsync(token);
        try
        {
            await store.Save(item);
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task Going_on_without_the_lock_gets_no_fix() => None("""
        if (!await _gate.WaitAsync(100)) logger.LogWarning("Import is busy");
        try { await store.Save(item); }
        finally { _gate.[|Release|](); }
        """);

    [Fact]
    public Task An_acquire_under_a_condition_of_its_own_gets_no_fix() => None("""
        try
        {
            if (item.Length > 0) await _gate.WaitAsync(token);
            await store.Save(item);
        }
        finally
        {
            _gate.[|Release|]();
        }
        """);

    [Fact]
    public Task A_name_that_is_taken_outside_gets_no_fix() => None("""
        try
        {
            var taken = await _gate.WaitAsync(0, token);
            if (!taken) return;
            await store.Save(item);
        }
        finally
        {
            _gate.[|Release|]();
        }

        foreach (var taken in item) logger.LogInformation("{Taken}", taken);
        """);

    [Theory]
    [InlineData("var wait = _gate.WaitAsync(token);", "wait.IsCompletedSuccessfully")]
    [InlineData("var wait = _gate.WaitAsync(100, token);", "wait.IsCompletedSuccessfully && wait.Result")]
    public Task A_task_is_asked_whether_it_was_successful(string wait, string question) => Fix(
        $$"""
        {{wait}}
        if ([|wait.IsCompleted|])
        {
            _busy = true;
        }
        else
        {
            await wait;
        }
        """,
        $$"""
        {{wait}}
        if ({{question}})
        {
            _busy = true;
        }
        else
        {
            await wait;
        }
        """);
}
