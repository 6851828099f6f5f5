namespace ProdReady.Benchmarks.Service;

/// <summary>What real code does with exceptions, about as often as it does it.</summary>
internal static class Catches
{
    /// <param name="dice">Decides the shape.</param>
    /// <param name="doing">What was attempted, for the log.</param>
    /// <param name="failure">The expression returned on failure; null where nothing is returned.</param>
    public static string Some(Random dice, string doing, string? failure = null)
    {
        var leave = failure is null ? "" : $"\n    return {failure};";
        return dice.Next(100) switch
        {
            < 22 => $$"""
                catch (Exception exception)
                {
                    _logger.LogError(exception, "{{doing}} failed");
                    throw;
                }
                """,
            < 45 => $$"""
                catch (Exception exception)
                {
                    _logger.LogWarning(exception, "{{doing}} failed, going on without it");{{leave}}
                }
                """,
            < 58 => $$"""
                catch (OperationCanceledException)
                {
                    throw;
                }
                catch (Exception exception)
                {
                    _logger.LogError(exception, "{{doing}} failed after {Elapsed}", Stopwatch.GetElapsedTime(0));{{leave}}
                }
                """,
            < 70 => $$"""
                catch (DbException exception) when (exception.IsTransient)
                {
                    throw new TimeoutException("{{doing}} may be tried again", exception);
                }
                """,
            < 78 => $$"""
                catch (InvalidOperationException exception)
                {
                    throw new InvalidDataException("{{doing}} is not possible: " + exception.Message, exception);
                }
                """,
            < 84 => $$"""
                catch (Exception exception) when (exception is IOException or HttpRequestException)
                {
                    Note("{{doing}}", exception);{{leave}}
                }
                """,
            < 89 => $$"""
                catch (FormatException)
                {
                    Shop.Metrics.Rejected.Add(1);{{leave}}
                }
                """,
            < 93 => $$"""
                catch (Exception)
                {
                    // {{doing}} is tried again by the next run.{{leave}}
                }
                """,
            < 96 => $$"""
                catch
                {{{leave}}
                }
                """,
            _ => $$"""
                catch (Exception exception)
                {
                    Debug.WriteLine(exception.Message);{{leave}}
                }
                """,
        };
    }

    /// <summary>The helper that some of the handlers call.</summary>
    public const string Helper = """
        private void Note(string doing, Exception exception)
        {
            var reason = exception.InnerException?.Message ?? exception.Message;
            _logger.LogInformation("{Doing}: {Reason}", doing, reason);
        }
        """;
}
