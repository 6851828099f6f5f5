using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// The database was not there, so the start failed, and the log said NullReferenceException in StopAsync: the one line that would have told was never seen.
/// Left alone: fields that have a value from the beginning, any test before the use, handlers around it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopAssumesStarted() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD208", Concern.Shutdown, Blast.Feature, new At(Info, Info, Info, Warning),
        title: "A stop uses what only the start has made",
        message: "'{0}' has a value only once the service has started, and '{1}' also runs when it has not: the NullReferenceException there hides why; test it for null");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Hosted.None || known.Kind == ProjectKind.Excluded) return;

        var fields = new StartedFields(known);
        watch.OnBody(body => body.Owner is IMethodSymbol method && known.Hosted.MayRun(body, HostedPhase.Stop) && Uses(body).Where(used => fields.MayBeSet(used.Field)).ToArray() is { Length: > 0 } uses
            && known.Hosted.Of(body) is { } host && host.PhaseOf(method) == HostedPhase.Stop
            ? uses.Where(used => fields.IsSetByStart(used.Field, host) && !new StartGuards(fields, host).Around(used, method)).Select(used => new Finding(used.Syntax, used.Field.Name, method.Name))
            : []);
    }

    private static IEnumerable<IFieldReferenceOperation> Uses(Body body) => body.Block.Executed().Select(Used).OfType<IFieldReferenceOperation>().Where(used => used.Type is { IsReferenceType: true });

    /// <summary>The field that the operation cannot do without; a question mark would stand between them.</summary>
    private static IOperation? Used(IOperation operation) => Own(operation switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: false }, Instance: { } on } => on,
        IPropertyReferenceOperation { Instance: { } on } => on,
        IEventReferenceOperation { Instance: { } on } => on,
        IArrayElementReferenceOperation { ArrayReference: var on } => on,
        IAwaitOperation { Operation: var task } => task,
        IForEachLoopOperation { Collection: var collection } => collection,
        IArgumentOperation { Value: var task, Parent: IInvocationOperation { TargetMethod: { ContainingType.Name: "Task", Name: "WhenAll" or "WhenAny" or "WaitAll" or "WaitAny" } } } => task,
        _ => null,
    });

    private static IOperation? Own(IOperation? value) => value switch
    {
        IConversionOperation conversion => Own(conversion.Operand),
        IParenthesizedOperation parenthesized => Own(parenthesized.Operand),
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } => value,
        // One array for several tasks: the first that may be missing.
        IArrayCreationOperation { Initializer.ElementValues: var elements } => elements.Select(Own).FirstOrDefault(element => element is not null),
        { IsImplicit: true } made and not (IInvocationOperation or IFieldReferenceOperation) => made.ChildOperations.Select(Own).FirstOrDefault(element => element is not null),
        _ => null,
    };
}
