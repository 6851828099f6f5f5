using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// The registered background services out of whose <c>ExecuteAsync</c> a failure can get, and whether anybody turns that into an exit code.
/// What hands all of its work to code that is not here may handle its failures there.
/// </summary>
internal sealed class FaultingWorkers
{
    /// <summary>Helpers that are gone when the host has stopped.</summary>
    private static readonly string[] SetUp = ["Add", "Configure", "Map", "Use"];

    private readonly Known _known;
    private readonly INamedTypeSymbol? _backgroundService;
    private readonly Fallible _fallible;
    private readonly HostExtensions _helpers;
    private readonly ApiSet _onCancelled;
    private readonly Lazy<IReadOnlyList<(INamedTypeSymbol Type, bool IsWorker)>> _exitCodes;
    private readonly ConcurrentDictionary<INamedTypeSymbol, Worker?> _faulting = new(SymbolEqualityComparer.Default);
    private readonly Lazy<bool> _watched;

    public FaultingWorkers(Known known)
    {
        _known = known;
        _backgroundService = known.Type(WorkerApis.BackgroundService);
        _fallible = new Fallible(known, known.WorkerLoops, ownThrows: true, IsAllOfTheWork);
        _onCancelled = known.Calls(WorkerApis.OnCancelled);
        _helpers = new HostExtensions(known, new AssemblyOracle(known.Compilation, owner: "", text => text.Contains("ExitCode") || text.Contains("ExecuteTask")));
        _exitCodes = new(() => [.. known.Compilation.SyntaxTrees.SelectMany(ExitCodesSet)]);
        _watched = new(() => _exitCodes.Value.Any(set => !set.IsWorker) || known.Compilation.SyntaxTrees.Any(LooksAtTask) || known.AllCalls(HostApis.EndProcess).Any(IsRegistered) || IsHandedOver());
    }

    /// <param name="Type">The service.</param>
    /// <param name="Execute">Its <c>ExecuteAsync</c>.</param>
    /// <param name="SetsExitCode">Whether code of the service sets <c>Environment.ExitCode</c>.</param>
    internal sealed record Worker(INamedTypeSymbol Type, IMethodSymbol Execute, bool SetsExitCode);

    /// <summary>One after the other: to find and to judge a worker code has to be bound, and who names two of them needs no more.</summary>
    public IEnumerable<Worker> All => _known.RegisteredWorkers.Find().Select(type => _faulting.GetOrAdd(type, Faulting)).OfType<Worker>();

    /// <summary>Whether some code beside the services sets the exit code, or looks at their tasks; or code that is not here and has the host could.</summary>
    public bool AreWatched => _watched.Value;

    private Worker? Faulting(INamedTypeSymbol type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType?.OriginalDefinition)
        {
            if (WorkerCode.Execute(declaring) is not { } execute) continue;
            return _known.Bodies.Of(execute) is { } body && _fallible.Any(body)
                ? new Worker(type, execute, _exitCodes.Value.Any(set => Types.Is(type, set.Type)))
                : null;
        }

        return null;
    }

    /// <summary>Whether the call is given the token at the end of a method, outside of any loop: what it does with failures is the whole question.</summary>
    private static bool IsAllOfTheWork(IInvocationOperation call) =>
        !Types.IsFramework(call.TargetMethod.ContainingAssembly)
        && call.Arguments.Any(argument => argument.Value.Bare() is IParameterReferenceOperation { Type.Name: "CancellationToken" })
        && IsLast(call);

    private static bool IsLast(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            // Its end is that of a method: where it is called is another question.
            if (parent is ILocalFunctionOperation) return true;
            if (parent is ILoopOperation) return false;
            if (parent is IBlockOperation block && child is not IReturnOperation && block.Operations.Last(IsStep) != child) return false;
            // Who handles failures here, or does something when it is over, sees them here.
            if (parent is ITryOperation attempt && (attempt.Finally is not null || attempt.Catches.Any(clause => !Fallible.IsCancellation(clause.ExceptionType)))) return false;
        }

        return true;
    }

    /// <summary>Not what has no part in the way a block ends.</summary>
    private static bool IsStep(IOperation operation) => operation is not (ILocalFunctionOperation or IReturnOperation { ReturnedValue: null });

    private IEnumerable<(INamedTypeSymbol, bool)> ExitCodesSet(SyntaxTree tree)
    {
        if (!SourceSearch.Text(tree).Contains("ExitCode")) yield break;
        foreach (var assignment in tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (assignment.Left is not (MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ExitCode" } or IdentifierNameSyntax { Identifier.ValueText: "ExitCode" })) continue;
            if (_known.Bodies.Model(tree).GetOperation(assignment) is not IAssignmentOperation { Target: IPropertyReferenceOperation { Property.ContainingType.Name: "Environment" } } set) continue;
            if (set.Value.ConstantValue is { HasValue: true, Value: 0 } || IsForFailedStart(set)) continue;
            var type = set.SemanticModel!.GetEnclosingSymbol(assignment.SpanStart)!.ContainingType;
            yield return (type, Types.Is(type, _backgroundService));
        }
    }

    /// <summary>The handler around the start of the host does not run when a worker fails.</summary>
    private bool IsForFailedStart(IOperation set) => set.Enclosing<ICatchClauseOperation>() is { } clause && _known.ExitCodes.HandlesHostStart(clause);

    /// <summary>What is registered on a token may run when the host has stopped, for whatever reason.</summary>
    private bool IsRegistered(IInvocationOperation end) =>
        end.EnclosingFunction() is IAnonymousFunctionOperation function && Callees.Taker(function) is { } taker && _onCancelled.Has(taker.TargetMethod);

    private static bool LooksAtTask(SyntaxTree tree) => SourceSearch.Text(tree).Contains("ExecuteTask");

    private bool IsHandedOver() =>
        _known.AnyCall([.. _helpers.Names.Where(name => !SetUp.Any(word => name.StartsWith(word, StringComparison.Ordinal)))],
            operation => operation is not IInvocationOperation call || _helpers.Has(call.TargetMethod));
}
