using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a hosted type starts, in its constructor, its StartAsync and its work: tasks, threads, timers, watchers and listeners that it keeps or drops.</summary>
internal sealed class WorkStarts(Known known)
{
    private readonly OngoingWork _ongoing = new(known);
    private readonly ForgottenWork _forgotten = new(known);
    private readonly Origins _origins = known.Origins;
    private readonly INamedTypeSymbol? _thread = known.Type(WorkerApis.Thread);
    private readonly INamedTypeSymbol? _timer = known.Type(BackgroundApis.Timer);
    private readonly INamedTypeSymbol? _watcher = known.Type(BackgroundApis.FileWatcher);
    private readonly ApiSet _onPool = known.Calls(BackgroundApis.RunOnPool);
    private readonly ApiSet _listen = known.Calls(BackgroundApis.Listen);

    /// <summary>In the order of the code; only what is written in the type itself, not in its bases.</summary>
    public IEnumerable<BegunWork> In(HostedType type) =>
        type.In(HostedPhase.Start | HostedPhase.Work)
            .Where(part => SymbolEqualityComparer.Default.Equals(Owner(part), type.Type))
            .SelectMany(part => known.Callees.Executed(part.Code).Select(operation => At(operation, part, type)).OfType<BegunWork>())
            .GroupBy(work => (work.Where.Syntax.SyntaxTree, work.Where.Syntax.Span))
            .Select(same => same.First());

    /// <summary>Whether work may begin at the operation, in whatever part of a type it stands.</summary>
    public bool MayBegin(IOperation operation) => operation switch
    {
        IExpressionStatementOperation statement => Dropped.Task(statement) is not null,
        IVariableDeclaratorOperation { Symbol.Type: var type } => Types.IsTask(type),
        IAssignmentOperation { Target: IMemberReferenceOperation { Type: var type } } => Types.IsTask(type),
        IObjectCreationOperation creation => KindOf(creation.Type) is not null,
        IInvocationOperation call => _listen.Has(call.TargetMethod),
        _ => false,
    };

    private static ISymbol? Owner(HostedPart part) => (part.Function ?? part.Entry).ContainingType?.OriginalDefinition;

    private BegunWork? At(IOperation operation, HostedPart part, HostedType type) => operation switch
    {
        IExpressionStatementOperation statement => Dropped.Task(statement) is { } task ? Left(task, type) : null,
        IVariableDeclaratorOperation { Symbol: var local } declarator when Types.IsTask(local.Type) && declarator.GetVariableInitializer()?.Value is { } task && !IsRead(local, declarator) => Left(task, type),
        IAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } target, Value: { } task } when Types.IsTask(target.Type) =>
            OngoingWork.Beginning(task) is { } call && _ongoing.Begins(call) ? new BegunWork(BegunKind.Task, call, target.Member.OriginalDefinition) : null,
        IObjectCreationOperation creation => Made(creation, part),
        IInvocationOperation call when _listen.Has(call.TargetMethod) => Opened(call),
        _ => null,
    };

    /// <summary>A task that is dropped: of a method of this type, or on the pool.</summary>
    private BegunWork? Left(IOperation task, HostedType type) =>
        OngoingWork.Beginning(task) is { } call && (_onPool.Has(call.TargetMethod) || IsOwn(call.TargetMethod, type)) && _ongoing.Begins(call) && _forgotten.IsUnheld(call)
            ? new BegunWork(BegunKind.Task, call, null)
            : null;

    private static bool IsOwn(IMethodSymbol method, HostedType type) =>
        method.MethodKind == MethodKind.LocalFunction || HostedEntries.Chain(type.Type).Contains(method.ContainingType.OriginalDefinition, SymbolEqualityComparer.Default);

    private static bool IsRead(ILocalSymbol local, IOperation declarator) =>
        declarator.Root().Descendants().Any(operation => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));

    private BegunWork? Made(IObjectCreationOperation creation, HostedPart part)
    {
        var kind = KindOf(creation.Type);
        if (kind is null) return null;
        return creation.Holder() switch
        {
            IAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } target } => new BegunWork(kind.Value, creation, target.Member.OriginalDefinition),
            ISymbolInitializerOperation when part.Function is null => new BegunWork(kind.Value, creation, part.Entry.OriginalDefinition),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator } when kind == BegunKind.Thread && IsOnlySetUp(local, declarator) => new BegunWork(kind.Value, creation, null),
            IInvocationOperation { TargetMethod.Name: "Start" } when kind == BegunKind.Thread => new BegunWork(kind.Value, creation, null),
            IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } when kind == BegunKind.Timer => new BegunWork(kind.Value, creation, null),
            _ => null,
        };
    }

    private BegunKind? KindOf(ITypeSymbol? type) =>
        SymbolEqualityComparer.Default.Equals(type, _thread) ? BegunKind.Thread
        : SymbolEqualityComparer.Default.Equals(type, _timer) ? BegunKind.Timer
        : Types.Is(type, _watcher) ? BegunKind.Watcher
        : null;

    /// <summary>Whether the thread of a local is started and nothing else: nobody else can join it.</summary>
    private static bool IsOnlySetUp(ILocalSymbol thread, IOperation declarator)
    {
        var started = false;
        foreach (var operation in declarator.Root().Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, thread)) continue;
            if (reference.Parent is IInvocationOperation { TargetMethod.Name: "Start" }) started = true;
            else if (reference.Parent is not IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation }) return false;
        }

        return started;
    }

    /// <summary>A listener that this type has made; others belong to who made them.</summary>
    private BegunWork? Opened(IInvocationOperation call) =>
        (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Bare() is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } receiver
        && _origins.Of(receiver) is { } origins && origins.All(origin => origin is IObjectCreationOperation || origin is IInvocationOperation made && !IsFromContainer(made))
            ? new BegunWork(BegunKind.Listener, call, receiver.Member.OriginalDefinition)
            : null;

    private static bool IsFromContainer(IInvocationOperation call) =>
        call.TargetMethod.ContainingNamespace?.ToDisplayString() == "Microsoft.Extensions.DependencyInjection" || call.TargetMethod.Name == "GetService";
}
