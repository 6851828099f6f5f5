using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Failures;

/// <summary>The body of a loop in three parts: waits at its beginning, its work, waits at its end.</summary>
internal sealed class LoopBody
{
    private readonly int _first;
    private readonly int _behind;
    private readonly bool _waits;
    private readonly bool _isAsync;
    private readonly StopSignal? _signal;
    private readonly string _newLine;

    private LoopBody(StatementSyntax loop, int first, int behind, Spot spot)
    {
        (_first, _behind, _newLine) = (first, behind, spot.NewLine);
        _waits = first > 0 || behind < Statements(loop).Count || loop is CommonForEachStatementSyntax || Condition(loop) is { } head && head.DescendantNodesAndSelf().OfType<AwaitExpressionSyntax>().Any();
        _isAsync = spot.Model.GetEnclosingSymbol(loop.SpanStart, spot.Cancellation) is IMethodSymbol { IsAsync: true };
        _signal = StopSignal.At(loop, spot);
    }

    /// <summary>The parts; null when there is nothing to guard.</summary>
    public static LoopBody? Of(StatementSyntax loop, Spot spot)
    {
        var statements = Statements(loop);
        var known = Known.About(spot.Model.Compilation, spot.Document.Project.AnalyzerOptions, spot.Cancellation);
        var (waits, pauses) = (known.Calls(WorkerApis.OnlyWait), known.Calls(WorkerApis.Delay));
        var first = statements.TakeWhile(IsWait).Count();
        if (first == statements.Count) return null;
        var behind = statements.Count - statements.Reverse().TakeWhile(IsWait).Count();

        // What the wait at the end reads may have been made by the work.
        var work = spot.Model.AnalyzeDataFlow(statements[first], statements[behind - 1]);
        if (work is not { Succeeded: true }) return null;
        var made = new HashSet<ISymbol>(work.VariablesDeclared.Concat(work.WrittenInside), SymbolEqualityComparer.Default);
        for (var wait = behind; wait < statements.Count; wait++)
        {
            if (spot.Model.AnalyzeDataFlow(statements[wait]) is { Succeeded: true } flow && flow.ReadInside.Any(made.Contains)) behind = statements.Count;
        }

        return new LoopBody(loop, first, behind, spot);

        bool IsWait(StatementSyntax statement)
        {
            var expression = statement switch
            {
                ExpressionStatementSyntax alone => alone.Expression,
                LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value,
                _ => null,
            };
            return expression is not null && spot.Model.GetOperation(expression, spot.Cancellation) is { } operation && Flow.Operations.Bare(operation) is IInvocationOperation call
                && (waits.Has(call.TargetMethod) || pauses.Has(call.TargetMethod))
                && (operation is IAwaitOperation || call.TargetMethod.ReturnsVoid);
        }
    }

    /// <summary>The loop with a handler for all failures of its work.</summary>
    public StatementSyntax Guarded(StatementSyntax loop, string exception, string log)
    {
        var statements = Statements(loop);
        var work = statements.Skip(_first).Take(_behind - _first).ToArray();
        var handler = Handler(exception, log);
        var guarded = work.Length == 1 && work[0] is TryStatementSyntax attempt && TakesOneMore(attempt)
            ? attempt.WithCatches(attempt.Catches.Add(handler))
            : Around(work, handler);
        var inside = statements.Take(_first).Append(guarded).Concat(statements.Skip(_behind));
        return loop.Statement() is BlockSyntax block
            ? loop.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(inside)))
            : loop.ReplaceNode(loop.Statement(), SyntaxFactory.Block(inside).WithTrailingTrivia(SyntaxFactory.EndOfLine(_newLine)).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private CatchClauseSyntax Handler(string exception, string log)
    {
        var filter = _signal is { } signal ? $" when (!{signal.Asked})" : "";
        var made = (TryStatementSyntax)Pattern.Statement($$"""
            try
            {
            }
            catch (Exception {{exception}}){{filter}}
            {
                {{log}}{{(_waits ? "" : "\n    " + Pause)}}
            }
            """, _newLine);
        return made.Catches[0].WithAdditionalAnnotations(Formatter.Annotation);
    }

    private string Pause => (_isAsync, _signal) switch
    {
        (true, { } signal) => $"await Task.Delay(TimeSpan.FromSeconds(5), {signal.Token});",
        (true, null) => "await Task.Delay(TimeSpan.FromSeconds(5));",
        (false, { } signal) => $"{signal.Token}.WaitHandle.WaitOne(TimeSpan.FromSeconds(5));",
        _ => "System.Threading.Thread.Sleep(TimeSpan.FromSeconds(5));",
    };

    private StatementSyntax Around(StatementSyntax[] work, CatchClauseSyntax handler)
    {
        // Comments above the first statement stay with it, inside.
        var made = (TryStatementSyntax)Pattern.Statement("try\n{\n}\ncatch\n{\n}", _newLine);
        return made.WithBlock(made.Block.WithStatements(SyntaxFactory.List(work.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation))))).WithCatches(SyntaxFactory.SingletonList(handler));
    }

    /// <summary>Whether a handler for all exceptions can be added behind the others.</summary>
    private static bool TakesOneMore(TryStatementSyntax attempt) =>
        attempt.Catches.All(handler => handler.Filter is not null || handler.Declaration is { Type: var type } && type.ToString() is not ("Exception" or "System.Exception"));

    private static SyntaxList<StatementSyntax> Statements(StatementSyntax loop) =>
        loop.Statement() is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(loop.Statement());

    private static ExpressionSyntax? Condition(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax repeat => repeat.Condition,
        DoStatementSyntax repeat => repeat.Condition,
        ForStatementSyntax count => count.Condition,
        _ => null,
    };
}

/// <summary>What the kinds of loops have in common.</summary>
internal static class LoopSyntax
{
    /// <summary>What is repeated.</summary>
    public static StatementSyntax Statement(this StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax repeat => repeat.Statement,
        DoStatementSyntax repeat => repeat.Statement,
        ForStatementSyntax count => count.Statement,
        CommonForEachStatementSyntax each => each.Statement,
        _ => loop,
    };
}
