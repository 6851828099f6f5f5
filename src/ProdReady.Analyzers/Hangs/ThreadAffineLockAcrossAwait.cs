using System.Collections.Concurrent;
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
/// A monitor was held across an await. On a quiet machine the code came back on the same thread; under load it did not, the release threw, and the lock stayed taken.
/// Left alone: awaits after the release, locks that are handed elsewhere, types whose code always comes back to the thread of their user interface.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadAffineLockAcrossAwait() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD404", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "A lock that belongs to a thread is held across an await",
        message: "'{0}' is a {1}, which only the thread that took it can release; after this '{2}' another thread may go on, the release throws and the lock stays taken; use a SemaphoreSlim");

    internal static readonly Option<string> SingleThreaded = Options.Names(
        "prodready.PRD404.single_threaded_types", "DispatcherObject,Control,AvaloniaObject,BindableObject", "Types whose code goes on on the same thread after an await, with the types derived from them.");

    /// <summary>The name under which the fixer finds the variable that holds the lock.</summary>
    internal const string LockNote = "lock";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var found = new ConcurrentDictionary<LockedFunction, IReadOnlyDictionary<SyntaxNode, IOperation>>();
        watch.OnCall(known.Locks.Uses.Taking, call =>
        {
            if (!known.Locks.Uses.Acquires(call) || !IsPausable(call) || known.Locks.Around(call) is not { } function) return null;
            if (function.UseAt(call) is not { } taken || !known.Locks.Uses.IsThreadAffine(taken.Type)) return null;
            if (!found.GetOrAdd(function, FirstPauses).TryGetValue(call.Syntax, out var pause) || IsOnOneThread(call, watch.Read(SingleThreaded, call))) return null;
            var keyword = Keyword(pause);
            return new Finding(keyword, taken.Lock.Name, taken.Type.Name, keyword.ToString()) { Also = ImmutableArray.Create(call.Syntax.GetLocation()), Learned = Finding.Notes((LockNote, taken.Lock.Symbol.Name)) };
        });
    }

    /// <summary>Whether the function may stop in the middle: it awaits or yields.</summary>
    private static bool IsPausable(IInvocationOperation call) =>
        call.EnclosingSymbol() is IMethodSymbol { IsAsync: true } or IMethodSymbol { ReturnType.Name: "IEnumerable" or "IEnumerator" };

    /// <summary>The first await or yield that is reached with the lock of each acquire held, where the function itself gives it back.</summary>
    private static IReadOnlyDictionary<SyntaxNode, IOperation> FirstPauses(LockedFunction function)
    {
        var pauses = new Dictionary<SyntaxNode, IOperation>();
        var returned = function.Uses.Where(use => use.Action == LockAction.Exit).Select(use => function.IndexOf(use.Lock)).Distinct()
            .Where(index => index >= 0 && function.IsClear(index)).ToArray();
        function.Flow.Visit((operation, state) =>
        {
            if (state.Held == 0 || operation is not (IAwaitOperation or IReturnOperation { Kind: OperationKind.YieldReturn })) return;
            foreach (var index in returned)
            {
                if ((state.Held & (1UL << index)) != 0 && function.TakenBefore(index, operation.Syntax) is { } taken && !pauses.ContainsKey(taken.Call.Syntax)) pauses.Add(taken.Call.Syntax, operation);
            }
        });
        return pauses;
    }

    /// <summary>The word in the code that lets another thread go on.</summary>
    private static SyntaxToken Keyword(IOperation pause)
    {
        foreach (var node in pause.Syntax.AncestorsAndSelf())
        {
            var word = node.ChildTokens().FirstOrDefault(token => token.ValueText is "await" or "yield");
            if (word != default) return word;
        }

        return pause.Syntax.GetFirstToken();
    }

    private static bool IsOnOneThread(IInvocationOperation call, string names)
    {
        var listed = Options.Split(names).ToArray();
        for (var type = call.EnclosingType(); type is not null; type = type.BaseType)
        {
            if (listed.Contains(type.Name) || listed.Contains(type.ToDisplayString())) return true;
        }

        return false;
    }
}
