using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Overrides of start and stop that leave out what their base does there, and that lose something by it.</summary>
internal sealed class BaseSteps(Known known)
{
    private readonly INamedTypeSymbol? _worker = known.Type(WorkerApis.BackgroundService);
    private readonly OngoingWork _ongoing = new(known);
    private readonly ApiSet _done = known.Calls(WaitApis.MakeDone);
    private readonly ApiSet _records = known.Calls(LoggingApis.Record);

    public bool Skips(HostedType type, IMethodSymbol method)
    {
        if (CallsBase(type, method) || method.OverriddenMethod is not { } skipped || !ReturnsNormally(method)) return false;
        var isBackgroundService = SymbolEqualityComparer.Default.Equals(skipped.ContainingType.OriginalDefinition, _worker);
        // What a base of another assembly does there cannot be seen.
        if (!isBackgroundService && known.Bodies.Of(skipped) is null) return false;
        if (!known.Hosted.IsWorker(type.Type)) return method.Name == "StopAsync" && DoesMore(known.Bodies.Of(skipped)!) && IsStarted(type);
        if (!isBackgroundService && !(known.Hosted.Of(skipped.ContainingType) is { } parent && CallsBase(parent, skipped))) return false;
        var work = Work(type).ToArray();
        return method.Name == "StartAsync"
            ? work.Any(DoesAnything) && !CallsExecute(type)
            : work.Any(_ongoing.GoesOn) && IsStarted(type) && !StopsInItsOwnWay(type, method, work);
    }

    private static IEnumerable<IOperation> From(HostedType type, IMethodSymbol entry) =>
        type.Parts.Where(part => SymbolEqualityComparer.Default.Equals(part.Entry, entry)).SelectMany(part => part.Code.DescendantsAndSelf());

    private static bool CallsBase(HostedType type, IMethodSymbol method) =>
        From(type, method).Any(operation => operation is IInvocationOperation { Instance.Syntax: BaseExpressionSyntax } call && call.TargetMethod.Name == method.Name);

    private bool ReturnsNormally(IMethodSymbol method) =>
        known.Graphs.Of(method) is { } graph && Paths.LeaveNormally(graph, graph.Blocks[0], _ => false, _ => true, new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default));

    /// <summary>Whether nothing keeps the base from starting: where its StartAsync is left out too, there is nothing to stop.</summary>
    private static bool IsStarted(HostedType type) =>
        type.Parts.Where(part => part.Entry is IMethodSymbol { IsOverride: true, Name: "StartAsync" }).Select(part => (IMethodSymbol)part.Entry).FirstOrDefault() is not { } start || CallsBase(type, start);

    /// <summary>The bodies that <c>ExecuteAsync</c> has here, or has in the types that derive from this one.</summary>
    private IEnumerable<IOperation> Work(HostedType type)
    {
        var own = type.Parts.Where(part => part.Function is { Name: "ExecuteAsync" } && part.Phase == HostedPhase.Work).Select(part => part.Code).ToArray();
        if (own.Length > 0 || !type.Type.IsAbstract) return own;
        return known.Implementations.Descendants(type.Type).SelectMany(derived => derived.GetMembers("ExecuteAsync")).OfType<IMethodSymbol>().Select(known.Bodies.Of).OfType<IOperation>();
    }

    private static bool CallsExecute(HostedType type) =>
        type.Executed(HostedPhase.Start | HostedPhase.Work).Any(operation => operation is IInvocationOperation { TargetMethod: { Name: "ExecuteAsync", IsOverride: true } });

    /// <summary>
    /// Whether the stop waits for the task of the work by itself, or the work never looks at its token and the stop does something: it may end the work by that.
    /// </summary>
    private bool StopsInItsOwnWay(HostedType type, IMethodSymbol stop, IOperation[] work)
    {
        var kept = work.SelectMany(code => code.Descendants()).OfType<ISimpleAssignmentOperation>().Select(assignment => (assignment.Target as IMemberReferenceOperation)?.Member).OfType<ISymbol>()
            .Where(member => Types.IsTask(TypeOf(member))).ToArray();
        if (From(type, stop).Any(operation => operation is IMemberReferenceOperation { Member: var member } && (member.Name == "ExecuteTask" || kept.Contains(member, SymbolEqualityComparer.Default)))) return true;
        return !work.Any(LooksAtToken) && From(type, stop).Any(IsEffect);
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null };

    private static bool LooksAtToken(IOperation work) =>
        work.Descendants().Any(operation => operation is IParameterReferenceOperation { Parameter: { Type.Name: "CancellationToken", ContainingSymbol: IMethodSymbol { Name: "ExecuteAsync" } } });

    private bool DoesMore(IOperation code) => code.Executed().Any(IsEffect);

    private bool IsEffect(IOperation operation) => operation switch
    {
        IInvocationOperation call => !_records.Has(call.TargetMethod) && !_done.Has(call.TargetMethod) && call.TargetMethod.Name != "ConfigureAwait",
        IAssignmentOperation or IIncrementOrDecrementOperation => true,
        _ => false,
    };

    private bool DoesAnything(IOperation work) => _ongoing.GoesOn(work) || DoesMore(work);
}
