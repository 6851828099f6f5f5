using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Methods of which the text alone shows that no failure leaves them: all they do stands in a try whose handler takes everything, and beside it they make scopes and ask for services,
/// wait, and log. The question before such a body is bound.
/// </summary>
internal sealed class ShieldedBodies(Known known)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _answers = new(SymbolEqualityComparer.Default);
    private readonly ApiSet[] _harmless = [known.Calls(WorkerApis.OnlyPrepare), known.Calls(WorkerApis.Delay), known.Calls(LoggingApis.Record)];
    private readonly ConcurrentDictionary<string, bool> _quiet = new();

    /// <summary>Whether nothing can leave the method; also no where the text does not say.</summary>
    public bool Have(IMethodSymbol method) => _answers.GetOrAdd(method.OriginalDefinition, Find);

    private bool Find(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is { Length: 1 } declarations
        && declarations[0].GetSyntax() is BaseMethodDeclarationSyntax { Body: { } body }
        && body.Statements.OfType<TryStatementSyntax>().Any(TakesAll)
        && IsShielded(body);

    private bool IsShielded(SyntaxNode code)
    {
        foreach (var child in code.ChildNodes())
        {
            if (child is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) continue;
            // What handlers and finallies do is not asked where the body is bound either.
            if (child is TryStatementSyntax attempt ? !TakesAll(attempt) && !IsShielded(attempt.Block) : !IsQuiet(child) || !IsShielded(child)) return false;
        }

        return true;
    }

    private bool IsQuiet(SyntaxNode node) => node switch
    {
        ThrowStatementSyntax or ThrowExpressionSyntax or InitializerExpressionSyntax or QueryExpressionSyntax => false,
        // Of tasks only a delay is known to do nothing else.
        AwaitExpressionSyntax wait => wait.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Delay" } },
        ReturnStatementSyntax back => !back.DescendantNodes().Any(given => given is InvocationExpressionSyntax),
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: not (int)SyntaxKind.None } => false,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } call =>
            IsQuiet(name) && !call.ArgumentList.DescendantNodes().Any(given => given is AnonymousFunctionExpressionSyntax),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } => true,
        InvocationExpressionSyntax => false,
        _ => true,
    };

    // What the project calls so itself may do anything.
    private bool IsQuiet(string name) =>
        _harmless.Any(calls => calls.HasName(name)) && _quiet.GetOrAdd(name, asked => !known.Compilation.ContainsSymbolsWithName(asked, SymbolFilter.Member));

    private static bool TakesAll(TryStatementSyntax attempt) => attempt.Catches.Any(clause =>
        clause.Filter is null
        && clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception"
        && clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax);
}
