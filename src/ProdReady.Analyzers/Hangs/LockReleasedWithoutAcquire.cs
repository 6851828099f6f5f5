using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// A wait for a semaphore was cancelled, and the finally released it all the same: from then on two callers at a time wrote the file.
/// Left alone: releases behind a test of the result or of a flag, waits that can neither be cancelled nor time out, signals, locks that are taken elsewhere.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockReleasedWithoutAcquire() : ProductionRule(Rule, OfThread, Using, Completed)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD412", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "A lock is released by code that may not have taken it",
        message: "'{0}' is released here even when '{1}' did not take it, and then one caller too many gets in; take it before the try, and go on only with it");

    private static readonly DiagnosticDescriptor OfThread = Describe.Variant(Rule,
        "'{0}' is released here even when '{1}' did not take it, and then this throws and hides what went wrong; take it before the try, and go on only with it");

    private static readonly DiagnosticDescriptor Using = Describe.Variant(Rule,
        "'using' disposes '{0}' and takes nothing: nobody is kept out, and the next one to use it fails; wait for it, and release it in a finally");

    internal static readonly DiagnosticDescriptor Completed = Describe.Variant(Rule,
        "'{0}' is completed too when the wait was cancelled or its time was up: then this goes on without '{1}' and releases it all the same; ask whether it was successful");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var roles = new LockRoles(known);
        var completed = new CompletedWait(known);
        var disposable = LockApis.Disposable.Select(known.Type).ToArray();
        watch.OnCall(known.Locks.Uses.Releasing, call =>
            known.Locks.Around(call) is { } function && function.UseAt(call) is { Action: LockAction.Exit } exit
            && NotTaken(function, exit) is { } missed && !roles.IsSignal(missed) && !IsExpected(call)
                ? new Finding(Names.Called(call), exit.Lock.Name, Names.Text(missed.Call)) { Wording = known.Locks.Uses.IsThreadAffine(missed.Type) ? OfThread : Rule, Also = ImmutableArray.Create(missed.Call.Syntax.GetLocation()) }
                : null);
        watch.On<IConditionalOperation>(OperationKind.Conditional, branch =>
            completed.TakenForAcquired(branch) is { } wait && !roles.IsSignal(wait)
                ? new Finding(branch.Condition.Syntax, Names.Text(branch.Condition), wait.Lock.Name) { Wording = Completed, Also = ImmutableArray.Create(wait.Call.Syntax.GetLocation()) }
                : null);
        watch.On<IUsingOperation>(OperationKind.Using, scope => scope.Body is IBlockOperation { Operations.Length: 0 } ? null : TakenForLock(scope.Resources));
        watch.On<IUsingDeclarationOperation>(OperationKind.UsingDeclaration, scope => TakenForLock(scope.DeclarationGroup));

        Finding? TakenForLock(IOperation resource) =>
            LockIn(resource) is { } value && disposable.Any(type => Types.Is(value.Type, type)) && LockKey.Of(value) is { } key && !IsTaken(key, value) && !IsCleanUp(value)
                ? new Finding(value.Syntax, key.Name) { Wording = Using }
                : null;

        // Who takes the lock by a call knows how; the using then ends its life.
        bool IsTaken(LockKey key, IOperation value) =>
            value.Root().Descendants().OfType<IInvocationOperation>().Any(call => SymbolEqualityComparer.Default.Equals(known.Locks.Uses.Of(call)?.Lock.Symbol, key.Symbol));
    }

    /// <summary>The acquire whose lock is released without it; null when there is none.</summary>
    private static LockUse? NotTaken(LockedFunction function, LockUse exit)
    {
        var index = function.IndexOf(exit.Lock);
        var status = function.Before(exit);
        if (index < 0 || (status & (LockStatus.Missed | LockStatus.Untouched)) == 0 || !function.IsClear(index)) return null;
        var enters = function.Uses.Where(use => use.Action != LockAction.Exit && use.Lock.Equals(exit.Lock)).ToArray();
        // Taken inside the try: what fails or leaves before that comes here as well.
        if ((status & LockStatus.Held) != 0 && Attempts(exit.Call)
            .Where(attempt => attempt.Finally is { } final && Holds(final, exit.Call))
            .SelectMany(attempt => enters.Where(enter => Holds(attempt.Body, enter.Call))).FirstOrDefault() is { } inside) return inside;
        return (status & LockStatus.Missed) != 0 ? function.TakenBefore(index, exit.Call.Syntax) : null;
    }

    /// <summary>Whether a handler around the release takes what a lock throws that is not taken.</summary>
    private static bool IsExpected(IInvocationOperation release) =>
        Attempts(release).Any(attempt => Holds(attempt.Body, release)
            && attempt.Catches.Any(clause => clause.ExceptionType?.Name is "SemaphoreFullException" or "SynchronizationLockException" or "ApplicationException"));

    private static IEnumerable<ITryOperation> Attempts(IOperation operation)
    {
        for (var attempt = operation.Enclosing<ITryOperation>(); attempt is not null; attempt = attempt.Enclosing<ITryOperation>()) yield return attempt;
    }

    private static bool Holds(IOperation code, IOperation part) => code.Syntax.Span.Contains(part.Syntax.Span);

    /// <summary>The lock that exists before the using; one that is made for it is not meant to keep others out.</summary>
    private static IOperation? LockIn(IOperation resource) => (resource switch
    {
        IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations } => declarations[0].Declarators[0].GetVariableInitializer()?.Value,
        _ => resource,
    })?.Bare() is var value and (IFieldReferenceOperation or IPropertyReferenceOperation) ? value : null;

    private static bool IsCleanUp(IOperation value) =>
        value.EnclosingSymbol()?.Name is { } name && (name.StartsWith("Dispose", StringComparison.Ordinal) || BestEffort.IsOwnCleanUp(name));
}
