using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class UnfinishedErrorHandlerTests
{
    private static string Class(string members) => $$"""
        using System.Diagnostics;

        class Orders : IDisposable
        {
            readonly ILogger _logger = null!;
            Stream _stream = null!;
            int _failed;
            public int Failed => _failed;

            void Charge() { }
            Task ChargeAsync() => Task.CompletedTask;
            public void Dispose() { }

            {{members}}
        }
        """;

    private static string Handling(string handler) => Class($$"""
        void Ship(int order)
        {
            var before = 0;
            try { Charge(); }
            {{handler}}
            Console.WriteLine(before);
        }
        """);

    private static Task Handler(string handler, Target? project = null) => Check.Rule<UnfinishedErrorHandler>(Handling(handler), project);

    private static Task Warns(string handler) => Check.Severity<UnfinishedErrorHandler>(DiagnosticSeverity.Warning, Handling(handler));

    private static Task Suggests(string handler) => Check.Severity<UnfinishedErrorHandler>(DiagnosticSeverity.Info, Handling(handler));

    private static async Task<string> Message(string handler) =>
        (await Check.Rule<UnfinishedErrorHandler>(Handling(handler))).Single().GetMessage(null);

    // Reported: a word.

    [Theory]
    [InlineData("TODO")]
    [InlineData("FIXME")]
    [InlineData("HACK")]
    [InlineData("XXX")]
    public Task A_handler_whose_comment_has_the_word_is_reported(string word) => Warns("[|catch|] (Exception) { /* " + word + " handle */ }");

    [Fact]
    public Task A_TODO_in_a_line_of_its_own_is_reported() => Warns("""
        [|catch|] (Exception)
        {
            // TODO: give the money back
        }
        """);

    [Fact]
    public Task A_TODO_behind_the_brace_that_opens_is_reported() => Warns("""
        [|catch|] (Exception)
        { // TODO
        }
        """);

    [Fact]
    public Task A_TODO_behind_the_brace_that_closes_is_reported() => Warns("[|catch|] (Exception) { } // TODO: handle\n");

    [Fact]
    public Task A_TODO_behind_the_declaration_is_reported() => Warns("""
        [|catch|] (Exception) // TODO: which ones?
        {
        }
        """);

    [Fact]
    public Task A_TODO_in_small_letters_before_a_colon_is_reported() => Warns("[|catch|] { /* todo: handle */ }");

    [Fact]
    public Task A_TODO_in_code_that_is_commented_out_is_reported() => Warns("""
        [|catch|] (Exception)
        {
            // Undo(order); TODO
        }
        """);

    [Fact]
    public Task A_TODO_in_a_comment_of_documentation_is_reported() => Warns("""
        [|catch|] (Exception)
        {
            /// TODO: handle
        }
        """);

    [Fact]
    public Task A_TODO_in_a_handler_of_a_chosen_exception_is_reported() => Warns("[|catch|] (IOException) { /* TODO */ }");

    [Fact]
    public Task A_TODO_in_a_handler_with_a_filter_is_reported() => Warns("[|catch|] (IOException e) when (e.HResult != 0) { /* TODO */ }");

    [Fact]
    public Task A_TODO_in_a_handler_that_returns_is_reported() => Warns("[|catch|] (Exception) { /* TODO */ return; }");

    [Fact]
    public Task A_TODO_in_a_library_is_reported() => Handler("[|catch|] { /* TODO */ }", Target.Library);

    [Fact]
    public Task A_TODO_in_a_tool_is_reported() => Check.Rule<UnfinishedErrorHandler>("class A { static void Main() { try { Main(); } [|catch|] { /* TODO */ } } }", Target.Tool);

    [Fact]
    public Task Of_two_handlers_the_inner_one_with_the_TODO_is_reported() => Warns("""
        catch (Exception)
        {
            try { Dispose(); Charge(); } [|catch|] { /* TODO */ }
            throw;
        }
        """);

    [Fact]
    public Task The_TODO_of_an_inner_handler_does_not_count_for_the_outer_one() => Handler("""
        catch (Exception)
        {
            try { Charge(); } [|catch|] { /* TODO */ }
        }
        """);

    // Reported: a stub.

    [Fact]
    public Task A_handler_that_only_throws_NotImplementedException_is_reported() => Warns("[|catch|] (Exception) { throw new NotImplementedException(); }");

    [Fact]
    public Task A_NotImplementedException_with_a_text_is_reported() => Warns("""[|catch|] (IOException) { throw new NotImplementedException("later"); }""");

    [Theory]
    [InlineData("Debug.Assert(false);")]
    [InlineData("Debug.Assert(false, \"cannot happen\");")]
    [InlineData("Debug.Fail(\"cannot happen\");")]
    [InlineData("Debugger.Break();")]
    [InlineData("if (Debugger.IsAttached) Debugger.Break();")]
    [InlineData("if (Debugger.IsAttached) { Debugger.Break(); }")]
    [InlineData("Debug.Fail(\"cannot happen\"); return;")]
    [InlineData("; Debug.Fail(\"a\"); Debugger.Break();")]
    public Task A_handler_that_only_tells_developers_is_reported(string stub) => Warns("[|catch|] (Exception) { " + stub + " }");

    [Fact]
    public Task A_Debug_Fail_that_has_the_exception_is_reported() => Warns("[|catch|] (Exception e) { Debug.Fail(e.ToString()); }");

    // Suggested.

    [Theory]
    [InlineData("_logger.LogError(e, \"failed\");")]
    [InlineData("Console.WriteLine(e);")]
    [InlineData("_failed++;")]
    [InlineData("before = 1;")]
    [InlineData("if (order > 1) throw; return;")]
    public Task A_TODO_where_somebody_is_told_is_a_suggestion(string told) => Suggests("[|catch|] (Exception e) { /* TODO: retry? */ " + told + " }");

    [Fact]
    public Task A_HACK_with_a_reason_is_a_suggestion() => Suggests("[|catch|] (IOException) { /* HACK: the device throws when it is asked twice */ }");

    [Fact]
    public Task A_TODO_beside_a_reason_is_a_suggestion() => Suggests("[|catch|] (IOException) { /* It is charged again tomorrow. */ /* TODO: log */ }");

    [Fact]
    public Task An_XXX_with_a_reason_is_reported() => Warns("[|catch|] (IOException) { /* XXX: the device throws when it is asked twice */ }");

    [Fact]
    public Task A_stub_with_a_reason_is_reported() => Warns("[|catch|] (IOException) { /* This can never happen here. */ Debug.Fail(\"x\"); }");

    [Fact]
    public Task A_TODO_that_says_much_is_reported() => Warns("[|catch|] (IOException) { /* TODO: the device throws when it is asked twice */ }");

    [Fact]
    public Task A_TODO_where_a_failure_is_expected_is_a_suggestion() => Check.Severity<UnfinishedErrorHandler>(DiagnosticSeverity.Info, Class("""
        bool TryCharge()
        {
            try { Charge(); return true; }
            [|catch|] { return false; /* TODO: faster */ }
        }
        """));

    [Fact]
    public Task A_TODO_around_cleaning_up_is_a_suggestion() => Check.Severity<UnfinishedErrorHandler>(DiagnosticSeverity.Info, Class("""
        void Finish()
        {
            try { _stream.Dispose(); }
            [|catch|] { /* TODO: log */ }
        }
        """));

    [Theory]
    [InlineData("OperationCanceledException")]
    [InlineData("TaskCanceledException")]
    public Task A_TODO_about_cancellation_is_a_suggestion(string type) => Suggests("[|catch|] (" + type + ") { /* TODO: tell the client */ }");

    // Messages.

    [Fact]
    public async Task The_message_names_the_call_and_the_word() =>
        Assert.Contains("When 'Charge' fails, this handler drops the exception and leaves to be done what its FIXME says", await Message("[|catch|] { /* FIXME */ }"));

    [Fact]
    public async Task The_message_of_a_handler_that_tells_says_what_is_missing() =>
        Assert.Contains("what the TODO in this handler leaves open", await Message("[|catch|] (Exception e) { Console.WriteLine(e); /* TODO */ }"));

    [Fact]
    public async Task The_message_of_a_stub_exception_says_that_the_cause_is_lost() =>
        Assert.Contains("NotImplementedException that does not name the cause", await Message("[|catch|] { throw new NotImplementedException(); }"));

    [Fact]
    public async Task The_message_of_a_stub_for_developers_names_it() =>
        Assert.Contains("'Debug.Fail', which only developers see", await Message("""[|catch|] { Debug.Fail("x"); }"""));

    // Left alone.

    [Fact]
    public Task A_handler_without_a_word_is_left_alone() => Handler("catch (Exception) { /* Nothing to do: it is shipped again tomorrow. */ }");

    [Theory]
    [InlineData("AUTODOC")]
    [InlineData("TODOS")]
    [InlineData("_TODO")]
    [InlineData("TODO_LIST")]
    [InlineData("todo el mundo")]
    [InlineData("a hack")]
    public Task A_word_that_only_contains_it_is_left_alone(string text) => Handler("catch (Exception) { /* " + text + " */ }");

    [Fact]
    public Task A_TODO_that_stands_in_a_string_is_left_alone() => Handler("""catch (Exception) { Console.WriteLine("TODO"); }""");

    [Fact]
    public Task A_TODO_in_the_try_block_is_left_alone() => Handler("catch (Exception) { }\n        try { /* TODO */ Charge(); }\n        catch (IOException) { }");

    [Fact]
    public Task A_TODO_before_the_handler_is_left_alone() => Handler("// TODO: move\n        catch (Exception) { Console.WriteLine(\"TODO\"); }");

    [Fact]
    public Task A_TODO_in_the_name_of_a_region_is_left_alone() => Handler("""
        catch (Exception)
        {
        #region TODO
        #endregion
        }
        """);

    [Fact]
    public Task A_stub_before_another_attempt_is_left_alone() => Check.Rule<UnfinishedErrorHandler>(Class("""
        void Again()
        {
            again:
            try { Charge(); }
            catch { Debug.Fail("cannot happen"); goto again; }
        }
        """));

    [Fact]
    public Task A_TODO_behind_the_try_statement_is_left_alone() => Handler("catch (Exception) { }\n        // TODO: ship");

    [Fact]
    public Task A_TODO_in_code_that_is_not_compiled_is_left_alone() => Handler("""
        catch (Exception)
        {
        #if NEVER
            // TODO
        #endif
        }
        """);

    [Fact]
    public Task A_TODO_in_a_handler_that_logs_and_rethrows_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError(e, "x"); /* TODO: compensate */ throw; }""");

    [Fact]
    public Task A_TODO_in_a_handler_that_throws_another_exception_is_left_alone() => Handler("""catch (Exception e) { /* TODO: a type of its own */ throw new InvalidOperationException("x", e); }""");

    [Fact]
    public Task A_NotImplementedException_that_has_the_cause_is_left_alone() => Handler("""catch (Exception e) { throw new NotImplementedException("x", e); }""");

    [Fact]
    public Task A_NotImplementedException_of_ones_own_is_left_alone() => Check.Rule<UnfinishedErrorHandler>("""
        class NotImplementedException : Exception { }
        class A { void M() { try { M(); } catch (Exception) { throw new NotImplementedException(); } } }
        """);

    [Fact]
    public Task A_Debug_class_of_ones_own_is_left_alone() => Check.Rule<UnfinishedErrorHandler>("""
        static class Debug { public static void Fail(string text) => Console.Error.WriteLine(text); }
        class A { void M() { try { M(); } catch (Exception) { Debug.Fail("x"); } } }
        """);

    [Theory]
    [InlineData("Debug.Fail(\"x\"); _failed++;")]
    [InlineData("Debug.Assert(_failed > 0);")]
    [InlineData("Debug.WriteLine(\"x\");")]
    [InlineData("if (_failed > 0) Debugger.Break();")]
    [InlineData("if (Debugger.IsAttached) Debugger.Break(); else throw;")]
    [InlineData("")]
    public Task A_handler_that_does_something_else_is_left_alone(string statements) => Handler("catch (Exception) { " + statements + " }");

    [Fact]
    public Task A_stub_before_a_value_is_left_alone() => Check.Rule<UnfinishedErrorHandler>(Class("""
        int Count()
        {
            try { Charge(); return 1; }
            catch { Debug.Fail("cannot happen"); return 0; }
        }
        """));

    [Fact]
    public Task A_test_project_is_left_alone() => Handler("catch (Exception) { /* TODO */ }", Target.Test);
}
