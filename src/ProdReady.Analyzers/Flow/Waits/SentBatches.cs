using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Batches and transactions whose tasks are done when the whole has been sent: <c>var task = batch.GetAsync(key); await batch.ExecuteAsync();</c></summary>
internal static class SentBatches
{
    private static readonly string[] Sending = ["Execute", "Send", "Flush", "Commit", "Submit"];

    /// <summary>Whether what one of the variables holds belongs to a batch that has been sent, and awaited, before <paramref name="wait"/>.</summary>
    public static bool Hold(ICollection<ISymbol> variables, IOperation wait)
    {
        var before = wait.Root().Descendants().Where(operation => operation.Syntax.SpanStart < wait.Syntax.SpanStart).ToArray();
        return before.Any(operation =>
            operation is IAwaitOperation { Operation: var awaited } && awaited.Bare() is IInvocationOperation send && Batch(send) is { } batch && Sends(send)
            && before.Any(earlier => earlier.Syntax.SpanStart < send.Syntax.SpanStart
                && earlier is IInvocationOperation call && SymbolEqualityComparer.Default.Equals(Batch(call), batch)
                && Variable(call) is { } variable && variables.Contains(variable)));
    }

    private static bool Sends(IInvocationOperation call) =>
        call.TargetMethod.Name is var name && Sending.Any(verb => name.StartsWith(verb, StringComparison.Ordinal))
        && (name.Contains("Batch") || call.Instance?.Type?.Name is { } type && (type.Contains("Batch") || type.Contains("Transaction")));

    /// <summary>The variable on which the call is called.</summary>
    private static ISymbol? Batch(IInvocationOperation call) => call.Receiver() is { } receiver ? Variables.Of(receiver) : null;

    /// <summary>The variable that takes the task of the call, or the collection that it is put into.</summary>
    private static ISymbol? Variable(IInvocationOperation call) => call.Holder() switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation { Target: var target } => Variables.Of(target),
        IArgumentOperation { Parent: IInvocationOperation { Instance: { } collection } } => Variables.Of(collection),
        _ => null,
    };
}
