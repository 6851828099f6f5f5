using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The places where the entry point stays until the process is killed.</summary>
internal sealed class KeepAlive
{
    /// <summary>What is no work: a loop that does nothing else may end at any time.</summary>
    private static readonly string[] Idle = ["Console", "Thread", "Task", "DateTime", "DateTimeOffset", "TimeSpan", "Random", "String", "Math", "GC", "Stopwatch"];

    private readonly Tokens _tokens;
    private readonly UnansweredWaits _waits;
    private readonly ApiSet _read;
    private readonly ApiSet _startHost;
    private readonly ApiSet _startService;
    private readonly ApiSet _record;
    private readonly ApiSet _delays;
    private readonly Summary _starts;

    public KeepAlive(Known known)
    {
        _tokens = known.Tokens;
        _waits = new(known);
        _read = known.Calls(SignalApis.ReadKeyboard);
        _startHost = known.Calls(HostApis.StartOnly);
        _startService = known.Calls(SignalApis.StartService);
        _record = known.Calls(LoggingApis.Record);
        _delays = known.Calls(WorkerApis.Delay);
        _starts = new Summary(known, operation => Called(operation) is { } member && _startService.Has(member) ? Answer.Yes : null, _ => Answer.No, depth: 2);
    }

    public enum Reason
    {
        Loop,
        Wait,
        Keyboard,
        /// <summary>A key is waited for because something has failed.</summary>
        AfterFailure,
    }

    /// <summary>Whether the code, as it is written, has anything that could be such a place. Nothing is bound for the answer.</summary>
    public bool MayBeIn(SyntaxNode code) => code.DescendantNodes().Any(node => node switch
    {
        WhileStatementSyntax loop => IsConstant(loop.Condition),
        DoStatementSyntax loop => IsConstant(loop.Condition),
        ForStatementSyntax loop => loop.Condition is null || IsConstant(loop.Condition),
        InvocationExpressionSyntax call => Names.Of(call) switch
        {
            "Join" or "WaitForExit" or "WaitOne" or "Wait" => true,
            var name when _read.HasName(name) => true,
            // A length that is given as a number is none without an end.
            var name when _delays.HasName(name) => call.ArgumentList.Arguments.FirstOrDefault() is { Expression: not LiteralExpressionSyntax } length && length.ToString() is var text && (text.Contains("-1") || !text.Contains("TimeSpan.From")),
            _ => false,
        },
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task" } => true,
        _ => false,
    });

    /// <summary>Literals and names, and what is made of them: <c>true</c>, <c>!false</c>, <c>Forever</c>.</summary>
    private static bool IsConstant(ExpressionSyntax condition) => condition switch
    {
        LiteralExpressionSyntax or IdentifierNameSyntax => true,
        ParenthesizedExpressionSyntax { Expression: var inner } => IsConstant(inner),
        PrefixUnaryExpressionSyntax { Operand: var inner } => IsConstant(inner),
        BinaryExpressionSyntax { Left: LiteralExpressionSyntax, Right: LiteralExpressionSyntax } => true,
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type } => char.IsUpper(type.Identifier.ValueText.FirstOrDefault()),
        _ => false,
    };

    /// <summary>The places in <paramref name="code"/>, in their order; what stands in an endless loop is never left for the next.</summary>
    public IEnumerable<Place> In(IOperation code)
    {
        IInvocationOperation? host = null;
        var starts = false;
        var end = -1;
        foreach (var operation in code.Executed())
        {
            if (operation.Syntax.SpanStart < end) continue;
            if (operation is IInvocationOperation call && _startHost.Has(call.TargetMethod)) host = call;
            // Only the statements themselves: what they hold is asked with them.
            starts |= operation is IExpressionStatementOperation or IVariableDeclarationGroupOperation && _starts.Of(operation) == Answer.Yes;
            if (Look(operation, starts) is not { } reason) continue;
            if (operation is ILoopOperation) end = operation.Syntax.Span.End;
            yield return new Place(operation, reason, host);
        }
    }

    private Reason? Look(IOperation operation, bool starts) => operation switch
    {
        ILoopOperation loop when Loops.IsEndless(loop) => !_tokens.MayObserve(loop) && !HoldsToken(loop) && (Works(loop) || Sleeps(loop)) ? Reason.Loop : null,
        IInvocationOperation call when _read.Has(call.TargetMethod) => !IsForTheKeyOnly(call) ? null : call.Enclosing<ICatchClauseOperation>() is not null ? Reason.AfterFailure : starts ? Reason.Keyboard : null,
        _ => _waits.Is(operation) ? Reason.Wait : null,
    };

    /// <summary>Whether the loop mentions a token or a source that is made before it: in the entry point anybody may have been given it.</summary>
    private bool HoldsToken(ILoopOperation loop) => loop.Body.Descendants().Any(operation =>
        operation is ILocalReferenceOperation { Local: var local } && (_tokens.IsToken(local.Type) || local.Type.Name == "CancellationTokenSource")
        && !local.DeclaringSyntaxReferences.Any(declaration => loop.Syntax.Span.Contains(declaration.Span)));

    private bool Works(ILoopOperation loop) => loop.Body.Executed().Any(operation =>
        operation is IInvocationOperation call && !Idle.Contains(call.TargetMethod.ContainingType?.Name) && !_record.Has(call.TargetMethod) && call.TargetMethod.Name is not ("ToString" or "ConfigureAwait" or "GetAwaiter" or "GetResult"));

    /// <summary>Whether the loop does nothing but let time pass: the work is done elsewhere.</summary>
    private bool Sleeps(ILoopOperation loop)
    {
        var calls = loop.Body.Executed().OfType<IInvocationOperation>().Where(call => call.TargetMethod.ContainingType?.Name is not "TimeSpan" && call.TargetMethod.Name is not ("ConfigureAwait" or "GetAwaiter" or "GetResult" or "Wait")).ToArray();
        return calls.Length > 0 && calls.All(call => _delays.Has(call.TargetMethod));
    }

    /// <summary>What is typed there is of no interest, and nobody is asked again.</summary>
    private static bool IsForTheKeyOnly(IInvocationOperation read) =>
        read.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }
        && read.Enclosing<ILoopOperation>() is null;

    private static ISymbol? Called(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        _ => null,
    };

    /// <param name="Where">The loop or the call.</param>
    /// <param name="Reason">What keeps the process alive there.</param>
    /// <param name="Host">The call that started a host before.</param>
    internal sealed record Place(IOperation Where, Reason Reason, IInvocationOperation? Host);
}
