using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a program does when it is told to end.</summary>
internal sealed class EndHandlers(Known known)
{
    private readonly ApiSet _record = known.Calls(LoggingApis.Record);

    /// <summary>The code of the handler that is added; null when it cannot be seen.</summary>
    public IOperation? CodeOf(IEventAssignmentOperation subscription) => subscription.HandlerValue.Bare() switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Body,
        IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } => known.Bodies.Of(method),
        _ => null,
    };

    /// <summary>Whether it does more than tell somebody.</summary>
    public bool CleansUp(IOperation code) => code.Descendants().Any(operation =>
        operation is IInvocationOperation call && !Tells(call.TargetMethod) && call.TargetMethod.Name is not ("ToString" or "Format" or "Concat"));

    /// <summary>Whether it keeps the process from ending at once, so that it can end in order.</summary>
    public static bool Defers(IOperation code) => code.Descendants().Any(operation =>
        operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "Cancel", ContainingType.Name: "ConsoleCancelEventArgs" } }, Value.ConstantValue: { HasValue: true, Value: true } });

    /// <summary>Whether it is only added on Windows, which has no SIGTERM.</summary>
    public static bool IsForWindows(IOperation subscription)
    {
        for (var around = subscription.Parent; around is not null; around = around.Parent)
        {
            if (around is IConditionalOperation { Condition: { } condition } && condition.Syntax.ToString().Contains("Windows")) return true;
        }

        return false;
    }

    private bool Tells(IMethodSymbol method) =>
        _record.Has(method) || method.ContainingType is { Name: "Console", ContainingNamespace.Name: "System" };
}
