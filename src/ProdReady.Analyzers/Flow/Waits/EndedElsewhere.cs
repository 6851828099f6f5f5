using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether somebody in the compilation ends a wait from the other side: completes the channel, disposes the timer.</summary>
internal sealed class EndedElsewhere(Known known)
{
    private readonly ConcurrentDictionary<string, bool> _answers = new();
    private readonly Mentions _mentions = known.Mentions;

    /// <summary>A channel that nothing here makes comes from elsewhere, and may be completed there.</summary>
    private readonly Lazy<bool> _madeHere = new(() => known.HasCall(WorkerApis.MakeChannel));

    /// <summary>Whether anything may end this wait: told from the variable where all its uses can be seen, else from the compilation.</summary>
    public bool MayEnd(IInvocationOperation wait) => OfVariable(wait) ?? MayEnd(wait.TargetMethod.ContainingType);

    /// <summary>Whether any call in the compilation may end a wait on <paramref name="source"/>, the type that is waited on.</summary>
    public bool MayEnd(INamedTypeSymbol source)
    {
        var type = source.Name switch
        {
            "ChannelReader" => "ChannelWriter",
            var same => same,
        };
        return _answers.GetOrAdd(type, Search) || type == "ChannelWriter" && !_madeHere.Value;
    }

    private bool? OfVariable(IInvocationOperation wait)
    {
        var source = wait.Instance is IPropertyReferenceOperation { Property.Name: "Reader", Instance: { } channel } ? channel : wait.Instance;
        if (Variables.Of(source) is not { } variable || variable is not (ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private })) return null;
        bool? answer = null;
        foreach (var mention in _mentions.Of(variable, wait))
        {
            switch (Use(mention, wait))
            {
                case null: return null;
                case true: return true;
                case false: answer = false; break;
            }
        }

        return answer;
    }

    /// <summary>Whether the mention ends the wait; null when it may hand the thing to somebody who does.</summary>
    private bool? Use(IOperation? mention, IOperation wait)
    {
        if (mention is IVariableDeclaratorOperation declarator) return IsMade(declarator.GetVariableInitializer()?.Value) ? false : null;
        if (IsMade(mention)) return false;
        return mention?.Parent switch
        {
            IPropertyReferenceOperation { Property.Name: "Reader" } => false,
            IPropertyReferenceOperation { Property.Name: "Writer", Parent: IInvocationOperation call } writer when call.Instance == writer => Ends(call, wait),
            IInvocationOperation call when call.Instance == mention => Ends(call, wait),
            ISimpleAssignmentOperation assignment when assignment.Target == mention && assignment.Parent is IExpressionStatementOperation => IsMade(assignment.Value) ? false : null,
            _ => null,
        };
    }

    private bool IsMade(IOperation? value) => value?.Bare() switch
    {
        IObjectCreationOperation => true,
        IInvocationOperation call => known.Calls(WorkerApis.MakeChannel).Has(call.TargetMethod),
        _ => false,
    };

    /// <summary>What stands behind the loop of the wait, in the same function, comes too late.</summary>
    private bool Ends(IInvocationOperation call, IOperation wait) =>
        known.Calls(WorkerApis.EndTheWait).Has(call.TargetMethod) && !(call.Syntax.SyntaxTree == wait.Syntax.SyntaxTree && call.Syntax.SpanStart > wait.Syntax.Span.End && call.EnclosingFunction()?.Syntax == wait.EnclosingFunction()?.Syntax
            && call.Root().Syntax == wait.Root().Syntax && OutermostLoop(wait) is { } loop && call.Syntax.SpanStart > loop.Syntax.Span.End);

    private static ILoopOperation? OutermostLoop(IOperation operation)
    {
        ILoopOperation? outermost = null;
        for (var loop = operation.Enclosing<ILoopOperation>(); loop is not null; loop = loop.Enclosing<ILoopOperation>()) outermost = loop;
        return outermost;
    }

    private bool Search(string type) => known.AnyCall(
        [.. WorkerApis.EndTheWait.Where(row => Name(row) == type).SelectMany(row => row.Members).Distinct()],
        operation => operation is not IInvocationOperation call
            || known.Calls(WorkerApis.EndTheWait).Has(call.TargetMethod) && call.TargetMethod.ContainingType.Name == type);

    private static string Name(Api row) => row.Type.Substring(row.Type.LastIndexOf('.') + 1).Split('`')[0];
}
