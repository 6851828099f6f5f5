using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What code that receives messages does with one that it could not handle.</summary>
internal sealed class FailedMessages(Known known)
{
    /// <summary>Words that show that somebody thought of the next delivery.</summary>
    private static readonly string[] CountingWords = ["redeliver", "deliverycount", "delivery-count", "x-death", "xdeath", "retry", "retries", "attempt", "backoff", "delay"];

    private static readonly string[] HandlingWords = ["Handle", "Process", "Consume", "Dispatch", "Execute"];

    private readonly ApiSet _acks = known.Calls(BrokerApis.Acknowledge);
    private readonly ApiSet _rejects = known.Calls(BrokerApis.Reject);
    private readonly ApiSet _fetches = known.Calls(BrokerApis.Fetch);
    private readonly MessageFate _fate = new(known);
    private readonly Deliveries _deliveries = new(known);

    /// <summary>A queue with a delivery limit ends the circle by itself.</summary>
    private readonly Lazy<bool> _hasLimit = new(() => known.Compilation.SyntaxTrees.Any(tree =>
        SourceSearch.Text(tree) is var text && (text.Contains("quorum") || text.Contains("x-delivery-limit"))));

    /// <summary>The failure after which <paramref name="acknowledgement"/> is reached all the same; null when there is none that is certain.</summary>
    public Failure? Loses(IInvocationOperation acknowledgement)
    {
        for (var part = (IOperation)acknowledgement; part.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); part = parent)
        {
            if (parent is ITryOperation attempt && attempt.Finally == part) return InFinally(acknowledgement, attempt);
        }

        foreach (var clause in Handlers(acknowledgement))
        {
            var attempt = (ITryOperation)clause.Parent!;
            if (IsHandling(attempt) && !HasWorkBefore(attempt) && _fate.After(clause)?.Acknowledgements.Contains(acknowledgement.Syntax) == true) return new Failure(Name(attempt), clause);
        }

        return null;
    }

    /// <summary>The failure that leaves the message without an answer; null when something else may answer.</summary>
    public Failure? LeavesOpen(IInvocationOperation acknowledgement)
    {
        var function = acknowledgement.EnclosingFunction() ?? acknowledgement.Root();
        var executed = function.ChildOperations.SelectMany(Operations.Executed).ToArray();
        // One finding for a function: at its first acknowledgement.
        if (executed.OfType<IInvocationOperation>().First(call => _acks.Has(call.TargetMethod)).Syntax != acknowledgement.Syntax) return null;
        var work = executed.FirstOrDefault(operation => operation.Syntax.SpanStart < acknowledgement.Syntax.SpanStart && IsFallible(operation));
        if (work is null || !_deliveries.EndAt(acknowledgement)) return null;
        if (executed.OfType<ITryOperation>().Any(attempt => attempt.Finally is { } last && (_fate.MayKeep(last) || last.Executed().Any(IsAnswer)))) return null;
        if (!executed.OfType<ICatchClauseOperation>().Any()) return new Failure(Name(work), null);

        foreach (var clause in Handlers(acknowledgement))
        {
            var attempt = (ITryOperation)clause.Parent!;
            if (attempt.Enclosing<ITryOperation>() is not null || !IsHandling(attempt) || !attempt.Body.Executed().Any(operation => operation.Syntax.SpanStart < acknowledgement.Syntax.SpanStart && IsFallible(operation))) continue;
            if (_fate.After(clause) is { Acknowledgements.Count: 0, Leave: true }) return new Failure(Name(attempt), clause);
        }

        return null;
    }

    /// <summary>The failure after which <paramref name="rejection"/> has the message delivered again at once, without end.</summary>
    public Failure? Spins(IInvocationOperation rejection)
    {
        if (rejection.Enclosing<ICatchClauseOperation>() is not { Parent: ITryOperation attempt } clause || !TakesAll(clause) || !IsStraight(rejection, clause.Handler)) return null;
        if (!attempt.Body.Executed().Any(IsFallible) || attempt.Catches.Any(other => other != clause && other.Handler.Executed().Any(IsAnswer))) return null;
        if (clause.Handler.Executed().OfType<IInvocationOperation>().Any(call => !call.Syntax.Span.Contains(rejection.Syntax.Span) && !rejection.Syntax.Span.Contains(call.Syntax.Span) && _fate.MayKeep(call))) return null;
        if ((rejection.EnclosingFunction() ?? rejection.Root()).Syntax.DescendantTokens().Any(token => token.Parent is not ParameterSyntax && CountingWords.Any(word => token.ValueText.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0))) return null;
        return _hasLimit.Value ? null : new Failure(Name(attempt), clause);
    }

    private Failure? InFinally(IInvocationOperation acknowledgement, ITryOperation attempt)
    {
        if (!IsStraight(acknowledgement, attempt.Finally!) || !IsHandling(attempt) || HasWorkBefore(attempt)) return null;
        if (attempt.Catches.Any(clause => _fate.MayKeep(clause.Handler)) || attempt.Body.Executed().Any(IsAnswer)) return null;
        return new Failure(Name(attempt), attempt.Catches.FirstOrDefault(TakesAll));
    }

    /// <summary>The handlers of every exception in the function around <paramref name="operation"/> that begin before or around it.</summary>
    private static IEnumerable<ICatchClauseOperation> Handlers(IOperation operation) =>
        (operation.EnclosingFunction() ?? operation.Root()).ChildOperations.SelectMany(Operations.Executed)
            .OfType<ICatchClauseOperation>()
            .Where(clause => clause.Parent!.Syntax.SpanStart < operation.Syntax.SpanStart && TakesAll(clause));

    private static bool TakesAll(ICatchClauseOperation clause) =>
        Flow.Handlers.CatchesEverything(clause) && (clause.Filter is not { } filter || Flow.Handlers.OnlyExcludes(filter));

    /// <summary>Whether the block works on the message, once: not only reads it, tells of it, or tries again.</summary>
    private bool IsHandling(ITryOperation attempt) =>
        attempt.Body.Executed().Any(_fate.IsWork) && !Attempts.IsTriedAgain(attempt) && !Attempts.IsUnclear(attempt);

    /// <summary>Whether the message was worked on before the block: then the block may be a notice, and what counts has succeeded.</summary>
    private bool HasWorkBefore(ITryOperation attempt)
    {
        var scope = attempt.Enclosing<ILoopOperation>()?.Body ?? attempt.EnclosingFunction() ?? attempt.Root();
        return scope.ChildOperations.SelectMany(Operations.Executed).Any(operation =>
            operation.Syntax.SpanStart < attempt.Syntax.SpanStart && operation.Parent is IAwaitOperation or IExpressionStatementOperation && _fate.IsWork(operation.Bare()));
    }

    private bool IsAnswer(IOperation operation) =>
        operation is IInvocationOperation call && (_acks.Has(call.TargetMethod) || _rejects.Has(call.TargetMethod));

    /// <summary>Whether a failure of the operation leaves the function: the work, or reading what the message says.</summary>
    private bool IsFallible(IOperation operation)
    {
        if (operation is not IInvocationOperation call || IsAnswer(call) || _fetches.Has(call.TargetMethod)) return operation is IThrowOperation;
        if (call.TargetMethod.Name.StartsWith("Deserialize", StringComparison.Ordinal)) return true;
        return _fate.IsWork(call)
            && !call.Arguments.Any(argument => argument.Value.Type?.TypeKind == TypeKind.Delegate)
            && !(known.Implementations.Target(call.TargetMethod) is { } target && known.Bodies.Of(target)?.Descendants().OfType<ICatchClauseOperation>().Any() == true);
    }

    /// <summary>Whether <paramref name="operation"/> is reached whenever <paramref name="block"/> is: no condition or loop around it.</summary>
    private static bool IsStraight(IOperation operation, IOperation block)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent == block) return true;
            if (parent is not (IAwaitOperation or IExpressionStatementOperation or IBlockOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IConversionOperation)) return false;
        }

        return false;
    }

    /// <summary>The call of the block that works on the message, quoted: one that says so, else one that is awaited, else the first.</summary>
    private string Name(ITryOperation attempt)
    {
        var work = attempt.Body.Executed().OfType<IInvocationOperation>().Where(_fate.IsWork).ToArray();
        return work.Length == 0 ? Attempts.Name(attempt)
            : Name(work.FirstOrDefault(call => HandlingWords.Any(word => call.TargetMethod.Name.StartsWith(word, StringComparison.Ordinal))) ?? work.FirstOrDefault(call => call.Parent is IAwaitOperation) ?? work[0]);
    }

    private static string Name(IOperation work) => work is IInvocationOperation call ? $"'{call.TargetMethod.Name}'" : "the work before it";

    /// <summary>What fails, and the handler that takes it.</summary>
    internal sealed record Failure(string Of, ICatchClauseOperation? Handler);
}
