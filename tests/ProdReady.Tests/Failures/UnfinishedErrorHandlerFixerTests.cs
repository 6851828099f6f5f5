using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class UnfinishedErrorHandlerFixerTests
{
    private static string Class(string handler, string? logger = "private readonly ILogger<Orders> _logger = null!;") => $$"""
        using System.Diagnostics;

        class Orders
        {
            {{logger}}

            record Order(int Id);

            void Ship(Order order)
            {
                try
                {
                    Charge(order);
                }
        {{handler}}

                Console.WriteLine(order);
            }

            void Charge(Order order) { }
        }
        """;

    private static Task Fix(string before, string after) => Check.Fix<UnfinishedErrorHandler, UnfinishedErrorHandlerFixer>(Class(before), Class(after));

    [Fact]
    public Task The_exception_is_logged_and_rethrown_around_the_comment() => Fix("""
                [|catch|] (Exception)
                {
                    // TODO: give the money back
                }
        """, """
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Charge failed for {OrderId}", order.Id);
                    // TODO: give the money back
                    throw;
                }
        """);

    [Fact]
    public Task A_chosen_exception_stays_chosen() => Fix("""
                [|catch|] (IOException e)
                {
                    // TODO: retry
                }
        """, """
                catch (IOException e)
                {
                    _logger.LogError(e, "Charge failed for {OrderId}", order.Id);
                    // TODO: retry
                    throw;
                }
        """);

    [Fact]
    public Task What_the_handler_does_stays_and_its_return_goes() => Fix("""
                [|catch|]
                {
                    var text = "x"; // FIXME: say so
                    text.Trim();
                    return;
                }
        """, """
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Charge failed for {OrderId}", order.Id);
                    var text = "x"; // FIXME: say so
                    text.Trim();
                    throw;
                }
        """);

    [Fact]
    public Task A_handler_on_one_line_is_opened() => Fix("""
                [|catch|] (Exception) { /* TODO */ }
        """, """
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Charge failed for {OrderId}", order.Id);
                    /* TODO */
                    throw;
                }
        """);

    [Fact]
    public Task A_stub_that_throws_is_replaced() => Fix("""
                [|catch|] (Exception)
                {
                    throw new NotImplementedException();
                }
        """, """
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Charge failed for {OrderId}", order.Id);
                    throw;
                }
        """);

    [Fact]
    public Task A_stub_for_developers_is_replaced_and_its_comment_stays() => Fix("""
                [|catch|] (Exception ex)
                {
                    // Cannot happen.
                    Debug.Fail(ex.Message);
                    return;
                }
        """, """
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Charge failed for {OrderId}", order.Id);
                    // Cannot happen.
                    throw;
                }
        """);

    [Fact]
    public Task All_of_a_document_are_fixed_at_once() => Fix("""
                [|catch|] (IOException)
                {
                    // TODO: retry
                }
                [|catch|] (Exception)
                {
                    throw new NotImplementedException();
                }
        """, """
                catch (IOException ex)
                {
                    _logger.LogError(ex, "Charge failed for {OrderId}", order.Id);
                    // TODO: retry
                    throw;
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Charge failed for {OrderId}", order.Id);
                    throw;
                }
        """);

    [Fact]
    public Task Without_a_logger_the_exception_is_rethrown() => Check.Fix<UnfinishedErrorHandler, UnfinishedErrorHandlerFixer>(Class("""
                [|catch|] (Exception)
                {
                    // TODO: give the money back
                }
        """, logger: null), Class("""
                catch (Exception)
                {
                    // TODO: give the money back
                    throw;
                }
        """, logger: null));

    [Fact]
    public Task The_second_way_only_rethrows() => Check.Fix<UnfinishedErrorHandler, UnfinishedErrorHandlerFixer>(Class("""
                [|catch|]
                {
                    // TODO: give the money back
                }
        """), Class("""
                catch
                {
                    // TODO: give the money back
                    throw;
                }
        """), index: 1);

    [Fact]
    public Task A_handler_that_tells_is_left_to_its_author() => Check.NoFix<UnfinishedErrorHandler, UnfinishedErrorHandlerFixer>(Class("""
                [|catch|] (Exception ex)
                {
                    _logger.LogError(ex, "x");
                    // TODO: retry
                }
        """));

    [Fact]
    public Task A_handler_that_leaves_in_the_middle_is_left_to_its_author() => Check.NoFix<UnfinishedErrorHandler, UnfinishedErrorHandlerFixer>(Class("""
                [|catch|] (Exception)
                {
                    // TODO: retry
                    if (order.Id == 1) return;
                    order.ToString();
                }
        """));

    [Fact]
    public Task A_handler_with_directives_is_left_to_its_author() => Check.NoFix<UnfinishedErrorHandler, UnfinishedErrorHandlerFixer>(Class("""
                [|catch|] (Exception)
                {
                    // TODO: retry
        #if NEVER
                    order.ToString();
        #endif
                }
        """));
}
