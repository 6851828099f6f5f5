using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class LockNotReleasedOnAllPathsFixerTests
{
    private static string Method(string statements) => $$"""
        interface IStore { Task Save(string item); Task<string> Load(string key); }

        class Importer
        {
            private readonly IStore store = null!;
            private readonly ILogger<Importer> logger = null!;
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly Dictionary<string, string> _items = new();

            async Task<string> Import(string item, CancellationToken token)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """;

    private static Task Fix(string before, string after) => Check.Fix<LockNotReleasedOnAllPaths, LockNotReleasedOnAllPathsFixer>(Method(before), Method(after));

    private static Task None(string before) => Check.NoFix<LockNotReleasedOnAllPaths, LockNotReleasedOnAllPathsFixer>(Method(before));

    [Fact]
    public Task A_release_at_the_end_moves_into_a_finally() => Fix("""
        await _gate.[|WaitAsync|](token);

        // One at a time.
        await store.Save(item); // to disk
        _gate.Release();
        logger.LogInformation("Imported");
        return item;
        """, """
        await _gate.WaitAsync(token);
        try
        {
            // One at a time.
            await store.Save(item); // to disk
        }
        finally
        {
            _gate.Release();
        }
        logger.LogInformation("Imported");
        return item;
        """);

    [Fact]
    public Task An_early_exit_before_a_try_is_covered_by_it() => Fix("""
        await _gate.[|WaitAsync|](token);

        if (_items.TryGetValue(item, out var known)) return known;

        try
        {
            return _items[item] = await store.Load(item);
        }
        finally
        {
            _gate.Release();
        }
        """, """
        await _gate.WaitAsync(token);
        try
        {
            if (_items.TryGetValue(item, out var known)) return known;

            return _items[item] = await store.Load(item);
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_try_inside_an_if_is_taken_apart() => Fix("""
        await _gate.[|WaitAsync|](token).ConfigureAwait(false);
        if (!File.Exists(item))
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

        return item;
        """, """
        await _gate.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (!File.Exists(item))
            {
                await store.Save(item);
            }
        }
        finally
        {
            _gate.Release();
        }

        return item;
        """);

    [Fact]
    public Task Handlers_stay_around_what_they_were_around() => Fix("""
        await _gate.[|WaitAsync|](token);
        var text = await store.Load(item);
        try
        {
            await store.Save(text);
        }
        catch (IOException ex)
        {
            logger.LogError(ex, "Save failed");
        }
        finally
        {
            logger.LogInformation("Done");
            _gate.Release();
        }

        return item;
        """, """
        await _gate.WaitAsync(token);
        try
        {
            var text = await store.Load(item);
            try
            {
                await store.Save(text);
            }
            catch (IOException ex)
            {
                logger.LogError(ex, "Save failed");
            }
            finally
            {
                logger.LogInformation("Done");
            }
        }
        finally
        {
            _gate.Release();
        }

        return item;
        """);

    [Fact]
    public Task Releases_before_early_exits_are_no_longer_needed() => Fix("""
        await _gate.[|WaitAsync|](token);
        if (_items.Count == 0)
        {
            _gate.Release();
            return item;
        }

        await store.Save(item);
        _gate.Release();
        return item;
        """, """
        await _gate.WaitAsync(token);
        try
        {
            if (_items.Count == 0)
            {
                return item;
            }

            await store.Save(item);
        }
        finally
        {
            _gate.Release();
        }
        return item;
        """);

    [Fact]
    public Task A_result_that_is_returned_is_returned_from_inside() => Fix("""
        await _gate.[|WaitAsync|](token);
        var text = await store.Load(item);
        _gate.Release();
        return text;
        """, """
        await _gate.WaitAsync(token);
        try
        {
            var text = await store.Load(item);
            return text;
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_result_that_is_used_afterwards_is_declared_before() => Fix("""
        await _gate.[|WaitAsync|](token);
        var text = await store.Load(item);
        _gate.Release();
        await store.Save(text);
        return text;
        """, """
        await _gate.WaitAsync(token);
        string text;
        try
        {
            text = await store.Load(item);
        }
        finally
        {
            _gate.Release();
        }
        await store.Save(text);
        return text;
        """);

    [Fact]
    public Task A_timed_acquire_is_followed_by_the_try() => Fix("""
        if (!await _gate.[|WaitAsync|](TimeSpan.FromSeconds(5), token)) return "busy";
        await store.Save(item);
        _gate.Release();
        return item;
        """, """
        if (!await _gate.WaitAsync(TimeSpan.FromSeconds(5), token)) return "busy";
        try
        {
            await store.Save(item);
        }
        finally
        {
            _gate.Release();
        }
        return item;
        """);

    [Fact]
    public Task A_branch_that_has_the_lock_gets_the_try() => Fix("""
        if (await _gate.[|WaitAsync|](5000))
        {
            await store.Save(item);
            _gate.Release();
        }

        return item;
        """, """
        if (await _gate.WaitAsync(5000))
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

        return item;
        """);

    [Fact]
    public Task A_failure_that_is_caught_releases_too() => Fix("""
        try
        {
            await _gate.[|WaitAsync|](token);
            await store.Save(item);
            _gate.Release();
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Import failed");
        }

        return item;
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
        catch (Exception ex)
        {
            logger.LogError(ex, "Import failed");
        }

        return item;
        """);

    [Fact]
    public Task A_handler_that_only_released_is_gone() => Fix("""
        await _gate.[|WaitAsync|](token);
        try { await store.Save(item); }
        catch (IOException) { _gate.Release(); throw; }
        _gate.Release();
        return item;
        """, """
        await _gate.WaitAsync(token);
        try
        {
            await store.Save(item);
        }
        finally
        {
            _gate.Release();
        }
        return item;
        """);

    [Fact]
    public Task Two_sections_are_fixed_each() => Fix("""
        await _gate.[|WaitAsync|](token);
        await store.Save(item);
        _gate.Release();
        await _gate.[|WaitAsync|](token);
        await store.Save(item);
        _gate.Release();
        return item;
        """, """
        await _gate.WaitAsync(token);
        try
        {
            await store.Save(item);
        }
        finally
        {
            _gate.Release();
        }
        await _gate.WaitAsync(token);
        try
        {
            await store.Save(item);
        }
        finally
        {
            _gate.Release();
        }
        return item;
        """);

    [Fact]
    public Task A_lock_that_is_given_up_in_the_middle_gets_no_fix() => None("""
        await _gate.[|WaitAsync|](token);
        await store.Save(item);
        if (_items.Count > 0) { _gate.Release(); await store.Save(item); }
        else { _gate.Release(); }
        return item;
        """);

    [Fact]
    public Task A_resource_that_would_be_disposed_earlier_gets_no_fix() => None("""
        await _gate.[|WaitAsync|](token);
        using var file = File.OpenRead(item);
        _gate.Release();
        await store.Save(file.Name);
        return item;
        """);

    [Fact]
    public Task A_pattern_variable_that_is_used_afterwards_gets_no_fix() => None("""
        await _gate.[|WaitAsync|](token);
        await store.Save(item);
        _items.TryGetValue(item, out var known);
        _gate.Release();
        await store.Save(known!);
        return item;
        """);
}
