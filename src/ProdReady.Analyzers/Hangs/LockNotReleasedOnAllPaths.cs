using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// One request failed while it held a lock, and every request after it waited for that lock until the process was restarted.
/// Left alone: functions that only take the lock or hand it on, what cannot fail between acquire and release, signals, the entry point.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockNotReleasedOnAllPaths() : ProductionRule(Rule, Leaves, Ends)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD403", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "A lock stays taken when the code that took it fails or leaves early",
        message: "'{0}' stays taken when '{1}' throws, and whoever asks for it next waits forever; release it in a finally");

    private static readonly DiagnosticDescriptor Leaves = Describe.Variant(Rule,
        "'{0}' stays taken after '{1}', and whoever asks for it next waits forever; release it in a finally");

    private static readonly DiagnosticDescriptor Ends = Describe.Variant(Rule,
        "'{0}' is still taken at the end of one way through this code, and whoever asks for it next waits forever; release it in a finally");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var leaks = new LockLeaks(known);
        var main = known.Compilation.GetEntryPoint(default);
        watch.OnCall(known.Locks.Uses.Taking, call =>
            known.Locks.Uses.Acquires(call) && known.Locks.Around(call) is { } function && leaks.Of(function, call) is { } leak && !EndsWithProcess(call, main)
                ? Found(leak)
                : null);
    }

    private static Finding Found(LockLeaks.Leak leak) => new(Names.Called(leak.Taken.Call), leak.Taken.Lock.Name, What(leak))
    {
        Wording = leak.Kind switch
        {
            LeakKind.Leaves => Leaves,
            LeakKind.Ends => Ends,
            _ => Rule,
        },
        Also = leak.Where is { } where ? ImmutableArray.Create(where.Syntax.GetLocation()) : ImmutableArray<Location>.Empty,
    };

    private static string What(LockLeaks.Leak leak) => leak switch
    {
        { Where: null } => "",
        { Kind: LeakKind.Leaves, Where.Syntax: var value } => Names.Text(value.AncestorsAndSelf().FirstOrDefault(node => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax) ?? value).TrimEnd(';'),
        { Where: var call } => Names.Text(call),
    };

    /// <summary>Whether the lock is gone with the process when the code is left.</summary>
    private static bool EndsWithProcess(IInvocationOperation call, IMethodSymbol? main) =>
        main is not null && call.EnclosingFunction() is null
        && SymbolEqualityComparer.Default.Equals(call.EnclosingSymbol(), main);
}
