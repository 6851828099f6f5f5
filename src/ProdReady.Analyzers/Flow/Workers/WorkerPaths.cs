using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What becomes of a worker when an exception leaves the code it runs.</summary>
internal enum Ending
{
    /// <summary>No worker of this type is known to run the code.</summary>
    Elsewhere,
    /// <summary>It is tried again, or somebody decides what happens.</summary>
    Unclear,
    /// <summary>The host logs the failure and stops.</summary>
    StopsHost,
    /// <summary>The task fails, and nobody looks at it.</summary>
    DiesSilently,
    /// <summary>Nobody catches it on a thread of its own.</summary>
    KillsProcess,
    /// <summary>A handler around the loop takes it; the worker is over, and the host stays up.</summary>
    CaughtOutside,
}

/// <summary>
/// The functions that a worker runs: ExecuteAsync, the work that hosted services start and nobody waits for, threads and dropped tasks,
/// with the methods of the same type that they call. Found once per type.
/// </summary>
internal sealed class WorkerPaths(Known known, WorkerLoops loops)
{
    private const int Depth = 3;

    private readonly INamedTypeSymbol? _backgroundService = known.Type(WorkerApis.BackgroundService);
    private readonly INamedTypeSymbol? _hostedService = known.Type(WorkerApis.HostedService);
    private readonly INamedTypeSymbol? _thread = known.Type(WorkerApis.Thread);
    private readonly ApiSet _start = known.Calls(WorkerApis.StartWork);
    private readonly ApiSet _stopHost = known.Calls(WorkerApis.StopHost);
    private readonly ApiSet _endProcess = known.Calls(HostApis.EndProcess);
    private readonly string[] _endingNames = WorkerApis.StopHost.Concat(HostApis.EndProcess).SelectMany(row => row.Members).Concat(known.UserApis.Names(WorkerApis.StopHost)).Concat(known.UserApis.Names(HostApis.EndProcess)).ToArray();
    private readonly ConcurrentDictionary<INamedTypeSymbol, Dictionary<SyntaxNode, Ending>?> _paths = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _endsOnPurpose = new(SymbolEqualityComparer.Default);
    private readonly Lazy<bool> _ignores = new(() => known.AnyText("BackgroundServiceExceptionBehavior.Ignore"));

    /// <summary>Whether the host is told to go on without a worker that failed. Looked for only when there is something to say.</summary>
    public bool FailuresAreIgnored => _ignores.Value;

    /// <summary>What becomes of a background service whose ExecuteAsync fails.</summary>
    private Ending OfExecute => _backgroundService?.ContainingAssembly.Identity.Version.Major < 6 ? Ending.DiesSilently : Ending.StopsHost;

    /// <summary>What becomes of the worker when <paramref name="operation"/> throws.</summary>
    public Ending Of(IOperation operation)
    {
        if (operation.EnclosingSymbol() is not { ContainingType: { } type } holder) return Ending.Unclear;
        // What else there is in the type need not be known.
        if (IsExecute(holder) && Types.Is(type, _backgroundService)) return EndsOnPurpose(type) ? Ending.Unclear : Around(operation, OfExecute);

        var function = operation.Syntax.Ancestors().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax);
        if (function is null || _paths.GetOrAdd(type.OriginalDefinition, Find) is not { } paths) return Ending.Unclear;
        if (!paths.TryGetValue(function, out var ending)) return Ending.Elsewhere;
        return operation is ILoopOperation loop && !Types.Is(type, _hostedService) && !loops.Paces(loop) ? Ending.Unclear : Around(operation, ending);
    }

    /// <summary>The same for an exception that leaves <paramref name="operation"/> in a function of which <paramref name="ending"/> is known.</summary>
    private Ending Around(IOperation operation, Ending ending)
    {
        var child = operation;
        var caught = false;
        for (var parent = operation.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ITryOperation attempt && child.Syntax == attempt.Body.Syntax && !caught && attempt.Catches.FirstOrDefault(Handlers.CatchesEverything) is { } handler)
            {
                // Who throws it on has looked at it and wants it so.
                if (Fallible.Rethrows(handler) || !OnlyTells(handler.Handler) || attempt.Finally is { } cleanUp && !OnlyTells(cleanUp)) return Ending.Unclear;
                (caught, ending) = (true, ending == Ending.Unclear ? ending : Ending.CaughtOutside);
            }

            if (parent is ILoopOperation outer && (caught || loops.IsWorkerLoop(outer))) return Ending.Unclear;
            child = parent;
        }

        return ending;
    }

    /// <summary>Whether the code calls nothing that might start the work again, end the process, or show somebody that it is over.</summary>
    private bool OnlyTells(IOperation handling) =>
        !handling.Descendants().Any(operation => operation is IInvocationOperation call
            && (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke || known.Bodies.Of(call.TargetMethod) is not null || call.TargetMethod.Name is "Remove" or "TryRemove"));

    /// <summary>The functions of the workers in <paramref name="type"/>; null where it ends the process or the host on purpose.</summary>
    private Dictionary<SyntaxNode, Ending>? Find(INamedTypeSymbol type)
    {
        if (EndsOnPurpose(type)) return null;
        var paths = new Dictionary<SyntaxNode, Ending>();
        var members = new MembersByText(type, known.Bodies);

        // Only what has a loop, or leads to one, is bound.
        var bodies = members.Leading("while", "for (", "await foreach", "GetConsumingEnumerable").ToArray();
        if (Types.Is(type, _backgroundService) && bodies.FirstOrDefault(pair => IsExecute(pair.Method)) is { Body: { } execute }) Visit(execute, OfExecute, Depth);

        var isHosted = Types.Is(type, _hostedService);
        foreach (var (method, body) in bodies)
        {
            // What an event, a timer or any other method starts may be started again.
            var isStart = isHosted && method.Name is "StartAsync" or "ExecuteAsync";
            if (!isStart && !(method.MethodKind == MethodKind.Constructor || method.Name.StartsWith("Start", StringComparison.Ordinal) || method.Name is "Main")) continue;
            foreach (var operation in body!.Executed())
            {
                if (operation is IObjectCreationOperation { Arguments.Length: > 0 } made && SymbolEqualityComparer.Default.Equals(made.Type, _thread)) VisitDelegate(made.Arguments[0].Value, Ending.KillsProcess);
                if (operation is not IInvocationOperation call || !IsLeftAlone(call, isStart)) continue;
                if (_start.Has(call.TargetMethod)) VisitDelegate(call.Arguments[0].Value, Ending.DiesSilently);
                else if (call.TargetMethod is { IsAsync: true } own && SymbolEqualityComparer.Default.Equals(own.ContainingType.OriginalDefinition, type) && known.Bodies.Of(own) is { } started)
                    Visit(started, own.ReturnsVoid ? Ending.KillsProcess : Ending.DiesSilently, Depth);
            }
        }

        return paths;

        void VisitDelegate(IOperation given, Ending ending)
        {
            if (given.Bare() is not IDelegateCreationOperation { Target: var target }) return;
            if (target is IAnonymousFunctionOperation lambda) VisitFunction(lambda.Syntax, lambda.Body, IsAsyncVoid(lambda) ? Ending.KillsProcess : ending, Depth);
            if (target is IMethodReferenceOperation { Method: var named } && known.Bodies.Of(named) is { } body) Visit(body, ending, Depth);
        }

        void Visit(IOperation body, Ending ending, int depth) => VisitFunction(body.Syntax, body, ending, depth);

        void VisitFunction(SyntaxNode function, IOperation body, Ending ending, int depth)
        {
            if (paths.TryGetValue(function, out var before))
            {
                // Two ways lead here; what is unclear on one of them is not certain.
                if (ending == Ending.Unclear) paths[function] = ending;
                return;
            }

            paths[function] = ending;
            if (depth == 0) return;
            foreach (var call in body.Executed().OfType<IInvocationOperation>())
            {
                if (_start.Has(call.TargetMethod))
                {
                    if (WorkerCode.IsWaitedFor(call) && call.Arguments[0].Value.Bare() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }) VisitFunction(lambda.Syntax, lambda.Body, Around(call, ending), depth);
                }
                else if (SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition.ContainingType, type) && known.Bodies.Of(call.TargetMethod) is { } callee && !WorkerCode.IsDropped(call, body))
                {
                    Visit(callee, Around(call, ending), depth - 1);
                }
            }
        }

        bool IsLeftAlone(IInvocationOperation call, bool isStart) => (call.Parent is IConversionOperation converted ? converted.Parent : call.Parent) switch
        {
            IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: { DeclaredAccessibility: Accessibility.Private } member } } => isStart && !members.Mention(member.Name).Any(pair => IsWatched(member, pair.Method, pair.Body)),
            _ => false,
        };
    }

    private static bool IsAsyncVoid(IAnonymousFunctionOperation lambda) => lambda.Symbol is { IsAsync: true, ReturnsVoid: true };

    /// <summary>Whether somebody may look at the task while the worker should be running.</summary>
    private static bool IsWatched(ISymbol task, IMethodSymbol method, IOperation body) =>
        !(method.Name is "StopAsync" or "Dispose" or "DisposeAsync")
        && body.Descendants().Any(operation => operation is IMemberReferenceOperation { Member: var member } && SymbolEqualityComparer.Default.Equals(member, task)
            && operation.Parent is not (ISimpleAssignmentOperation or IPropertyReferenceOperation { Property.Name: "IsCompleted" } or IConditionalOperation or IReturnOperation or IBinaryOperation or IIsPatternOperation));

    private static bool IsExecute(ISymbol method) => method is IMethodSymbol { Name: "ExecuteAsync", IsOverride: true };

    private bool EndsOnPurpose(INamedTypeSymbol type) => _endsOnPurpose.GetOrAdd(
        type.OriginalDefinition,
        each => new MembersByText(each, known.Bodies).Mention("ExitCode", _endingNames).Any(pair => pair.Body.Descendants().Any(EndsOnPurpose)));

    private bool EndsOnPurpose(IOperation operation) => operation switch
    {
        IInvocationOperation call => _stopHost.Has(call.TargetMethod) || _endProcess.Has(call.TargetMethod),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "ExitCode", ContainingType.Name: "Environment" } } } => true,
        _ => false,
    };
}
