using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Handlers of which the author says that they are not done.</summary>
internal static class Unfinished
{
    private static readonly string[] Words = ["TODO", "FIXME", "HACK", "XXX"];

    /// <summary>
    /// The word in a comment of the handler, or the name of the stub that is all it does; null when it is finished. A handler that ends with a throw is finished enough.
    /// </summary>
    public static string? Mark(ICatchClauseOperation clause)
    {
        var statements = clause.Handler.Operations;
        if (Stub(clause) is { } stub) return stub;
        if (statements.Length > 0 && statements[statements.Length - 1] is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }) return null;
        return clause.Syntax is CatchClauseSyntax handler ? Word(handler) : null;
    }

    /// <summary>The name of the stub, when the handler does nothing but that: an exception that names no cause, or what only developers see.</summary>
    public static string? Stub(ICatchClauseOperation clause)
    {
        string? name = null;
        foreach (var statement in clause.Handler.Operations)
        {
            if (statement is IEmptyOperation or IBranchOperation { BranchKind: not BranchKind.GoTo } or IReturnOperation { Kind: OperationKind.Return, ReturnedValue: null }) continue;
            if (StubOf(statement) is not { } stub) return null;
            name ??= stub;
        }

        return name;
    }

    private static string? StubOf(IOperation statement) => statement switch
    {
        IThrowOperation { Exception: { } thrown } => thrown.Bare() is IObjectCreationOperation { Type: { Name: "NotImplementedException" } type } made && IsIn(type, "System") && !made.Arguments.Any(HasVariable) ? type.Name : null,
        IExpressionStatementOperation { Operation: IThrowOperation thrown } => StubOf(thrown),
        IExpressionStatementOperation { Operation: IInvocationOperation call } => StubOf(call),
        // "if (Debugger.IsAttached) Debugger.Break();"
        IConditionalOperation { WhenFalse: null, Condition: IPropertyReferenceOperation { Property: { Name: "IsAttached", ContainingType.Name: "Debugger" } } } guarded =>
            guarded.WhenTrue is IBlockOperation { Operations.Length: 1 } block ? StubOf(block.Operations[0]) : StubOf(guarded.WhenTrue),
        _ => null,
    };

    private static string? StubOf(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Fail", ContainingType: { Name: "Debug" } type } when IsIn(type, "Diagnostics") => "Debug.Fail",
        { Name: "Assert", ContainingType: { Name: "Debug" } type } when IsIn(type, "Diagnostics") && call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: false } => "Debug.Assert",
        { Name: "Break", ContainingType: { Name: "Debugger" } type } when IsIn(type, "Diagnostics") => "Debugger.Break",
        _ => null,
    };

    private static bool IsIn(ITypeSymbol type, string space) => type.ContainingNamespace?.Name == space && Facts.Types.IsFramework(type.ContainingAssembly);

    private static bool HasVariable(IArgumentOperation argument) => argument.Descendants().Any(operation => operation is ILocalReferenceOperation);

    /// <summary>The word, looked for in the text first: hardly any handler has one.</summary>
    private static string? Word(CatchClauseSyntax handler)
    {
        var start = handler.CatchKeyword.SpanStart;
        var text = handler.SyntaxTree.GetText().ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, handler.FullSpan.End));
        foreach (var word in Words)
        {
            if (text.IndexOf(word, StringComparison.OrdinalIgnoreCase) < 0) continue;
            // A handler inside this one speaks for itself.
            foreach (var trivia in handler.DescendantTrivia(node => node is not CatchClauseSyntax || node == handler))
            {
                if (trivia.SpanStart > start && IsComment(trivia) && Has(trivia.ToString(), word)) return word;
            }
        }

        return null;
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia);

    /// <summary>Whether the comment has the word by itself: in capitals, or in any case before a colon.</summary>
    private static bool Has(string comment, string word)
    {
        for (var at = comment.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = comment.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if (IsPartOfWord(comment, at - 1) || IsPartOfWord(comment, end)) continue;
            if (string.CompareOrdinal(comment, at, word, 0, word.Length) == 0 || end < comment.Length && comment[end] == ':') return true;
        }

        return false;
    }

    private static bool IsPartOfWord(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');
}
