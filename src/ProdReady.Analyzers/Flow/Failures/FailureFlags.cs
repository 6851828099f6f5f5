using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Methods that catch their failure and tell of it only by returning false.</summary>
internal sealed class FailureFlags(Known known)
{
    private readonly CatchOutcome _outcome = known.Outcomes;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _answers = new(SymbolEqualityComparer.Default);

    public bool AreAllThatTells(IMethodSymbol method) =>
        ReturnsFlag(method) && known.Declares(method) && _answers.GetOrAdd(method.OriginalDefinition, Ask);

    private static bool ReturnsFlag(IMethodSymbol method) =>
        method.ReturnType is { SpecialType: SpecialType.System_Boolean } or INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 }
        && (method.ReturnType.SpecialType == SpecialType.System_Boolean || ((INamedTypeSymbol)method.ReturnType).TypeArguments[0].SpecialType == SpecialType.System_Boolean);

    /// <summary>Who tries, asks or cleans up expects that it may not work.</summary>
    private bool Ask(IMethodSymbol method) =>
        !BestEffort.IsProbe(method.Name) && !BestEffort.IsOwnCleanUp(method.Name)
        && method.Parameters.All(parameter => parameter.RefKind is RefKind.None or RefKind.In)
        && known.Implementations.Target(method) is { } target && Catches(target) && known.Bodies.Of(target) is { } body
        && body.Executed().OfType<ICatchClauseOperation>().Any(IsSilentFalse);

    /// <summary>Whether it has a handler at all: to ask the text, and then the syntax, costs less than to bind the body.</summary>
    private static bool Catches(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(reference => SourceSearch.Mentions(reference, ["catch"]) && reference.GetSyntax().DescendantNodes().Any(node => node is CatchClauseSyntax));

    private bool IsSilentFalse(ICatchClauseOperation clause) =>
        Handlers.CatchesEverything(clause) && clause.Filter is null && _outcome.Of(clause) is { Verdict: CatchVerdict.Lost, Aftermath: Aftermath.FallsBack }
        && clause.Parent is ITryOperation attempt && !BestEffort.OnlyCleansUp(attempt.Body, _outcome.IsTelling) && !BestEffort.OnlyProbes(attempt.Body) && !BestEffort.OnlyParses(attempt.Body)
        && clause.Handler.Executed().Any(operation => operation is IReturnOperation { ReturnedValue.ConstantValue: { HasValue: true, Value: false } });
}
