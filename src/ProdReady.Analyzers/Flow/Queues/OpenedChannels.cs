using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where channels of RabbitMQ come from.</summary>
internal sealed class OpenedChannels(Known known)
{
    private const int Depth = 12;

    private readonly ApiSet _open = known.Calls(BrokerApis.OpenChannel);
    private readonly Origins _origins = known.Origins;
    private readonly Callers _callers = known.Callers;

    /// <summary>The types whose code the channel comes through; null when it may come from code that cannot be seen.</summary>
    public IReadOnlyCollection<INamedTypeSymbol>? Through(IOperation channel)
    {
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        return IsOpened(channel, types, Depth) ? types : null;
    }

    private bool IsOpened(IOperation value, HashSet<INamedTypeSymbol> types, int depth)
    {
        if (depth == 0) return false;
        if (value.EnclosingType() is { } type) types.Add(type);
        return value.Bare() switch
        {
            { ConstantValue: { HasValue: true, Value: null } } or IThrowOperation => true,
            ICoalesceOperation either => IsOpened(either.Value, types, depth - 1) && IsOpened(either.WhenNull, types, depth - 1),
            IConditionalOperation { WhenFalse: { } other } choice => IsOpened(choice.WhenTrue, types, depth - 1) && IsOpened(other, types, depth - 1),
            IConditionalAccessOperation access => IsOpened(access.WhenNotNull, types, depth - 1),
            IAssignmentOperation { Value: var assigned } => IsOpened(assigned, types, depth - 1),
            IInvocationOperation call => _open.Has(call.TargetMethod) || IsMade(call, types, depth - 1),
            IPropertyReferenceOperation { Property: { Name: "Value" or "Result", ContainingType.Name: "Lazy" or "Task" or "ValueTask" }, Instance: { } promise } => IsOpened(promise, types, depth - 1),
            IObjectCreationOperation { Type.Name: "Lazy" } lazy => lazy.Arguments.FirstOrDefault()?.Value.Bare() is IDelegateCreationOperation factory && AreOpened(Results(factory.Target), types, depth - 1),
            IPropertyReferenceOperation { Property.GetMethod: { } getter } property when known.Bodies.Of(getter) is { } body => AreOpened(Returned(body), types, depth - 1),
            IParameterReferenceOperation { Parameter: var parameter } => IsGiven(parameter, types, depth - 1),
            var variable => AreOpened(_origins.Of(variable), types, depth - 1),
        };
    }

    private bool AreOpened(IEnumerable<IOperation>? values, HashSet<INamedTypeSymbol> types, int depth) =>
        values?.ToArray() is { Length: > 0 } all && all.All(value => IsOpened(value, types, depth));

    /// <summary>Whether a call returns what it opened: a factory of this compilation, or the end of a blocking wait.</summary>
    private bool IsMade(IInvocationOperation call, HashSet<INamedTypeSymbol> types, int depth)
    {
        if (call is { TargetMethod.Name: "GetResult" or "GetAwaiter" or "AsTask" or "WaitAsync", Instance: { } task }) return IsOpened(task, types, depth);
        return known.Implementations.Target(call.TargetMethod) is { } target && known.Bodies.Of(target) is { } body && AreOpened(Returned(body), types, depth);
    }

    /// <summary>Whether all callers of a method that nobody else can call give it a channel that was opened in sight.</summary>
    private bool IsGiven(IParameterSymbol parameter, HashSet<INamedTypeSymbol> types, int depth) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, DeclaredAccessibility: Accessibility.Private or Accessibility.NotApplicable } method
        && AreOpened(_callers.Of(method).Select(site => (site as IInvocationOperation)?.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value ?? site), types, depth);

    private IEnumerable<IOperation>? Results(IOperation function) => function switch
    {
        IAnonymousFunctionOperation lambda => Returned(lambda.Body),
        IMethodReferenceOperation { Method: var method } when known.Implementations.Target(method) is { } target && known.Bodies.Of(target) is { } body => Returned(body),
        _ => null,
    };

    private static IEnumerable<IOperation> Returned(IOperation body) =>
        body.Executed().OfType<IReturnOperation>().Select(result => result.ReturnedValue).OfType<IOperation>();
}
