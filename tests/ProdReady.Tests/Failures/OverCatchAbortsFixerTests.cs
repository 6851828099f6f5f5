using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class OverCatchAbortsFixerTests
{
    private static string Worker(string handler, string logger = "ILogger<Worker> logger, ") => $$"""
        using System.Threading.Channels;

        class Worker({{logger}}ChannelReader<string> queue, IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var message in queue.ReadAllAsync(stoppingToken))
                {
                    try
                    {
                        await Save(Read(message));
                    }
        {{handler}}
                }
            }

            void Die(Exception e) => Environment.Exit(1);
            IHostApplicationLifetime Lifetime => lifetime;
            int Read(string message) => int.Parse(message);
            Task Save(int order) => Task.CompletedTask;
        }
        """;

    private static string Outermost(string handler) => $$"""
        using System.Threading.Channels;

        class Worker(ChannelReader<string> queue, IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                try
                {
                    await foreach (var message in queue.ReadAllAsync(stoppingToken)) await Save(Read(message));
                }
        {{handler}}
            }

            IHostApplicationLifetime Lifetime => lifetime;
            int Read(string message) => int.Parse(message);
            Task Save(int order) => Task.CompletedTask;
        }

        class Program
        {
            static async Task Main() => await new HostBuilder().ConfigureServices(services => services.AddHostedService<Worker>()).Build().RunAsync();
        }
        """;

    private static Task Fix(string before, string after, int index = 0) => Check.Fix<OverCatchAborts, OverCatchAbortsFixer>(Worker(before), Worker(after), index: index);

    [Fact]
    public Task A_handler_that_logs_rethrows_instead() => Fix("""
                    catch (Exception ex)
                    {
                        // Nothing else can be done.
                        logger.LogCritical(ex, "Saving failed");
                        Environment.[|Exit|](1);
                    }
        """, """
                    catch (Exception ex)
                    {
                        // Nothing else can be done.
                        logger.LogCritical(ex, "Saving failed");
                        throw;
                    }
        """);

    [Fact]
    public Task A_handler_that_does_not_log_logs_and_rethrows() => Fix("""
                    catch
                    {
                        Environment.[|FailFast|]("x");
                    }
        """, """
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Save failed for {Message}", message);
                        throw;
                    }
        """);

    [Fact]
    public Task A_log_without_the_exception_is_not_enough() => Fix("""
                    catch (Exception ex)
                    {
                        logger.LogError("Failed: {Message}", ex.Message);
                        lifetime.[|StopApplication|]();
                        return;
                    }
        """, """
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Save failed for {Message}", message);
                        logger.LogError("Failed: {Message}", ex.Message);
                        throw;
                    }
        """);

    [Fact]
    public Task What_throws_already_is_not_thrown_twice() => Fix("""
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Failed");
                        Environment.[|Exit|](1);
                        throw;
                    }
        """, """
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Failed");
                        throw;
                    }
        """);

    [Fact]
    public Task A_helper_is_taken_out_too() => Fix("""
                    catch (Exception ex)
                    {
                        [|Die|](ex); // give up
                    }
        """, """
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Save failed for {Message}", message);
                        // give up
                        throw;
                    }
        """);

    [Fact]
    public Task Several_are_fixed_at_once() => Check.Fix<OverCatchAborts, OverCatchAbortsFixer>(
        Worker("            catch (Exception ex) { Die(ex); }").Replace("Die(ex)", "[|Die|](ex)") + Worker("            catch (Exception ex) { Die(ex); }").Replace("Die(ex)", "[|Die|](ex)").Replace("Worker", "Second").Replace("using System.Threading.Channels;", ""),
        Worker(Cured) + Worker(Cured).Replace("Worker", "Second").Replace("using System.Threading.Channels;", ""));

    private const string Cured = """
                        catch (Exception ex)
                        {
                            logger.LogError(ex, "Save failed for {Message}", message);
                            throw;
                        }
            """;

    [Fact]
    public Task Without_a_logger_the_exception_is_rethrown() => Check.Fix<OverCatchAborts, OverCatchAbortsFixer>(Worker("""
                    catch (Exception)
                    {
                        Environment.[|Exit|](1);
                    }
        """, logger: ""), Worker("""
                    catch (Exception)
                    {
                        throw;
                    }
        """, logger: ""));

    [Fact]
    public Task A_host_that_is_stopped_can_be_given_an_exit_code() => Fix("""
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Failed");
                        // Start anew.
                        lifetime.[|StopApplication|]();
                    }
        """, """
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Failed");
                        // Start anew.
                        if (!stoppingToken.IsCancellationRequested) Environment.ExitCode = 1;
                        lifetime.StopApplication();
                    }
        """, index: 1);

    [Fact]
    public Task A_worker_that_ends_as_a_success_gets_an_exit_code() => Check.Fix<OverCatchAborts, OverCatchAbortsFixer>(Outermost("""
                catch (Exception)
                {
                    lifetime.[|StopApplication|]();
                }
        """), Outermost("""
                catch (Exception)
                {
                    if (!stoppingToken.IsCancellationRequested) Environment.ExitCode = 1;
                    lifetime.StopApplication();
                }
        """), Target.Worker);

    [Fact]
    public Task A_handler_behind_that_of_cancellation_sets_the_exit_code_always() => Check.Fix<OverCatchAborts, OverCatchAbortsFixer>(Outermost("""
                catch (OperationCanceledException)
                {
                }
                catch (Exception)
                {
                    lifetime.[|StopApplication|]();
                }
        """), Outermost("""
                catch (OperationCanceledException)
                {
                }
                catch (Exception)
                {
                    Environment.ExitCode = 1;
                    lifetime.StopApplication();
                }
        """), Target.Worker);

    [Fact]
    public Task A_worker_that_exits_with_zero_exits_with_one() => Check.Fix<OverCatchAborts, OverCatchAbortsFixer>(Outermost("""
                catch (Exception)
                {
                    Environment.[|Exit|](0);
                }
        """), Outermost("""
                catch (Exception)
                {
                    Environment.Exit(1);
                }
        """), Target.Worker);

    [Fact]
    public Task A_handler_that_leaves_in_the_middle_is_left_to_its_author() => Check.NoFix<OverCatchAborts, OverCatchAbortsFixer>(Worker("""
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Failed");
                        Environment.[|Exit|](1);
                        if (message == "") return;
                        Die(ex);
                    }
        """));

    [Fact]
    public Task A_call_inside_another_block_is_left_to_its_author() => Check.NoFix<OverCatchAborts, OverCatchAbortsFixer>(Worker("""
                    catch (Exception ex)
                    {
                        using (logger.BeginScope("x"))
                        {
                            logger.LogError(ex, "Failed");
                            Environment.[|Exit|](1);
                        }
                    }
        """));
}
