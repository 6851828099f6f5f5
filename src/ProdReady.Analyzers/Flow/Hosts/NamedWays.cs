using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether names lead from an entrance to a place in the code. Most places have no entrance, and for this answer no caller is bound.</summary>
internal sealed class NamedWays(Known known, IEntrances entrances, int depth)
{
    /// <summary>Where names lead to more, they say nothing, and callers are bound.</summary>
    private const int MostPlaces = 100;

    private readonly Callers _callers = known.Callers;
    private readonly ApiSet _runInPlace = known.Calls(DelegateApis.RunInPlace);

    public bool MayLeadTo(IOperation place)
    {
        if (Function(place.Syntax) is not Answer.Unknown and var begins) return begins == Answer.Yes;
        if (place.Member() is not IMethodSymbol first) return true;
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { first };
        var level = new List<IMethodSymbol> { first };
        for (var calls = 0; level.Count > 0; calls++)
        {
            if (seen.Count > MostPlaces || level.Any(entrances.MayBe)) return true;
            if (calls == depth) return false;
            var next = new List<IMethodSymbol>();
            foreach (var (called, mention) in level.SelectMany(called => _callers.Mentions(called), (called, mention) => (called, mention)))
            {
                switch (IsGroup(called, mention) ? Handed(mention) : Function(mention))
                {
                    case Answer.Yes: return true;
                    case Answer.No: continue;
                }

                if (_callers.Around(mention) is not { } caller) return true;
                if (seen.Add(caller)) next.Add(caller);
            }

            level = next;
        }

        return false;
    }

    private static bool IsGroup(IMethodSymbol called, SimpleNameSyntax mention) => called.AssociatedSymbol is null && !Callers.IsCall(mention);

    /// <summary>Whether the function that the code is in may be an entrance; unknown where it is none, or part of the code around it.</summary>
    private Answer Function(SyntaxNode code)
    {
        foreach (var node in code.Ancestors())
        {
            switch (node)
            {
                case MemberDeclarationSyntax and not GlobalStatementSyntax: return Answer.Unknown;
                case LocalFunctionStatementSyntax: return Answer.Yes;
                case AnonymousFunctionExpressionSyntax when Handed(node) is not Answer.Unknown and var answer: return answer;
            }
        }

        return Answer.Unknown;
    }

    /// <summary>Whether the one who is given a function makes it an entrance; unknown where it may be part of the code around it.</summary>
    private Answer Handed(SyntaxNode function)
    {
        var holder = function.Parent;
        while (holder is ParenthesizedExpressionSyntax or CastExpressionSyntax or MemberAccessExpressionSyntax) holder = holder.Parent;
        return holder switch
        {
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker } when Names.Of(taker) is var name =>
                entrances.MayTake(name) ? Answer.Yes : _runInPlace.HasName(name) || entrances.MayContinue(name) ? Function(taker) : Answer.No,
            ArgumentSyntax => Answer.Yes,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } => Answer.Yes,
            _ => Answer.No,
        };
    }
}
