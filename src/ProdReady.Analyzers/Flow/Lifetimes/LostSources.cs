using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Linked sources that are never disposed, though nothing needs them when the function is done.</summary>
internal sealed class LostSources(Known known, LastingTokens tokens)
{
    private readonly Unreleased _unreleased = new(known);

    /// <summary>The token on which the source stays; null when it is disposed, handed on, or used by work that goes on.</summary>
    public IOperation? Token(IInvocationOperation link) =>
        IsLost(link) && tokens.Of(link) is { } token ? token : null;

    private bool IsLost(IInvocationOperation link)
    {
        var function = link.EnclosingFunction();
        if (Unreleased.IsLostForItsToken(link)) return !Receivers(link.Parent!).Any(token => IsGivenToOngoingWork(token, function));
        if (Unreleased.Local(link) is { } local) return !Uses(local, link).Any(token => IsGivenToOngoingWork(token, function));
        return _unreleased.Field(link) is { } field && IsReplaced(field, link);
    }

    /// <summary>Whether the function ends what the field held before, or does it in a loop: it runs again and again.</summary>
    private static bool IsReplaced(IFieldSymbol field, IInvocationOperation link) =>
        link.Enclosing<ILoopOperation>() is IWhileLoopOperation
        || (link.EnclosingFunction() ?? link.Root()).Executed().Any(operation => operation.Syntax.SpanStart < link.Syntax.SpanStart
            && operation is IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync", Instance: { } ended } && Variables.Is(ended, field));

    /// <summary>Where the token of the source is mentioned, by itself or by a variable that holds it.</summary>
    private static IEnumerable<IOperation> Uses(ILocalSymbol source, IOperation place) => Variables.Mentions(source, place)
        .Select(mention => mention.Parent).OfType<IPropertyReferenceOperation>().Where(token => token.Property.Name == "Token")
        .SelectMany(token => Receivers(token).Prepend(token));

    private static IEnumerable<IOperation> Receivers(IOperation token)
    {
        var variable = token.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var declared } } => (ISymbol)declared,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment => Variables.Of(assignment.Target),
            _ => null,
        };
        return variable is null
            ? [token]
            : token.Root().Descendants().Where(operation => (operation is ILocalReferenceOperation or IParameterReferenceOperation) && operation.Syntax.SpanStart > token.Syntax.SpanStart && Variables.Is(operation, variable));
    }

    /// <summary>Whether the token goes to a task that nobody in the function waits for: its work may need the source when the function is done.</summary>
    private bool IsGivenToOngoingWork(IOperation token, IOperation? function)
    {
        for (IOperation? at = token; at is not null && at.Syntax != function?.Syntax; at = at.EnclosingFunction())
        {
            if (IsLeftAlone(at) || RunsLater(at)) return true;
        }

        return false;
    }

    /// <summary>Whether it is a function that somebody keeps or starts: in a variable, for an event, as a local function whose task is dropped.</summary>
    private bool RunsLater(IOperation function) => function switch
    {
        // What a task runs is as long as the task, and of that the call tells.
        IAnonymousFunctionOperation => !known.Callees.RunsInPlace(function) && !(Callees.Taker(function) is { } taker && Types.IsTask(taker.Type)),
        ILocalFunctionOperation { Symbol: var local } => function.Root().Descendants().Any(operation => operation switch
        {
            IInvocationOperation call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, local) && Types.IsTask(call.Type) && !UncaughtCalls.IsAwaited(call),
            IMethodReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, local),
            _ => false,
        }),
        _ => false,
    };

    private static bool IsLeftAlone(IOperation given)
    {
        var isTask = false;
        for (var at = given.Parent; at is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); at = at.Parent)
        {
            switch (at)
            {
                case IObjectCreationOperation { Type.Name: "Thread" or "Timer" or "PeriodicTimer" }: return true;
                case IInvocationOperation call: isTask |= Types.IsTask(call.Type); break;
                case IAwaitOperation or IReturnOperation or IVariableInitializerOperation or ISimpleAssignmentOperation { Target: ILocalReferenceOperation }: return false;
                case IExpressionStatementOperation or ISimpleAssignmentOperation: return isTask;
            }
        }

        return false;
    }
}
