using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Calls that end by themselves with an <c>OperationCanceledException</c> when the other side is slow.</summary>
internal sealed class Timeouts
{
    private readonly ApiSet _timeOut;
    private readonly INamedTypeSymbol? _source;
    private readonly Lazy<bool> _clientsWaitForever;
    private readonly UncaughtCalls _uncaught;

    public Timeouts(Known known)
    {
        _timeOut = known.Calls(WorkerApis.TimeOut);
        _source = known.Type("System.Threading.CancellationTokenSource");
        _clientsWaitForever = new(() => known.AnyText("Timeout = Timeout.InfiniteTimeSpan"));
        _uncaught = new UncaughtCalls(known, TimesOut, Takes, _ => false);
    }

    /// <summary>The call whose timeout leaves <paramref name="code"/>.</summary>
    public IInvocationOperation? First(IOperation code) => _uncaught.First(code)?.Where as IInvocationOperation;

    /// <summary>Whether the call is given the token of a source that the method itself made to limit its time.</summary>
    public bool IsLimited(IInvocationOperation call) => call.Arguments.Any(argument =>
        argument.Value.Bare() is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var source } owner }
        && SymbolEqualityComparer.Default.Equals(owner.Type, _source) && HasLimit(source, owner.Root()));

    private Answer? TimesOut(IInvocationOperation call)
    {
        if (_timeOut.Has(call.TargetMethod)) return UncaughtCalls.IsAwaited(call) && !_clientsWaitForever.Value ? Answer.Yes : Answer.No;
        return UncaughtCalls.IsAwaited(call) && IsLimited(call) ? Answer.Yes : null;
    }

    /// <summary>A filter that asks whether a token is cancelled lets the timeout pass, unless it asks for the opposite.</summary>
    private static Answer Takes(ICatchClauseOperation clause)
    {
        if (!Fallible.IsCancellation(clause.ExceptionType) && !Handlers.CatchesEverything(clause) || Fallible.Rethrows(clause)) return Answer.No;
        return clause.Filter is { } filter && filter.DescendantsAndSelf().Any(LetsTimeoutPass) ? Answer.No : Answer.Yes;
    }

    /// <summary>Part of a filter that is false for a timeout: the token is cancelled, or the exception is no cancellation.</summary>
    private static bool LetsTimeoutPass(IOperation part) => part switch
    {
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => !IsNegated(part),
        IIsTypeOperation { TypeOperand: var type } => Fallible.IsCancellation(type) && IsNegated(part),
        ITypePatternOperation { MatchedType: var type } => Fallible.IsCancellation(type) && (part.Parent is INegatedPatternOperation || IsNegated(part)),
        _ => false,
    };

    private static bool IsNegated(IOperation part)
    {
        var parent = part.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IIsPatternOperation) parent = parent.Parent;
        return parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not };
    }

    private static bool HasLimit(ILocalSymbol source, IOperation body) =>
        body.Descendants().Any(operation => operation switch
        {
            IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, source) =>
                declarator.GetVariableInitializer()?.Value.Bare() is IObjectCreationOperation { Arguments.Length: > 0 },
            IInvocationOperation { TargetMethod.Name: "CancelAfter", Instance: ILocalReferenceOperation limited } => SymbolEqualityComparer.Default.Equals(limited.Local, source),
            _ => false,
        });
}
