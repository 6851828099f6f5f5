using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using ProdReady.Engine;
using ProdReady.Failures;

namespace ProdReady.Hangs;

/// <summary>Puts an await where a thread was blocked, and makes the functions async that have to be for that: the one around it, those that call it, and so on.</summary>
internal sealed class Asynchrony
{
    private const int MostFunctions = 12;

    private readonly Spot _spot;
    private readonly Dictionary<ExpressionSyntax, ExpressionSyntax?> _awaits = new();
    private readonly HashSet<SyntaxNode> _functions = new();

    private Asynchrony(Spot spot) => _spot = spot;

    /// <summary>The root with <paramref name="task"/> awaited in place of <paramref name="place"/>; null where one of the functions cannot become async, or is called from another file.</summary>
    public static async Task<SyntaxNode?> Await(Spot spot, ExpressionSyntax place, ExpressionSyntax task)
    {
        if (Awaiting.Function(place) is not { } function || HasReferences(function, spot)) return null;
        if (ReturnsTask(function, spot) && !Awaiting.IsOpen(place)) return MadeAsyncAround(spot, function, place, task);
        var change = new Asynchrony(spot);
        change._awaits.Add(place, task);
        return await change.Reach(place).ConfigureAwait(false) ? change.Apply() : null;
    }

    /// <summary>Sees to it that an await may stand at the place.</summary>
    private async Task<bool> Reach(ExpressionSyntax place)
    {
        if (Awaiting.Function(place) is not { } function) return false;
        if (Awaiting.IsOpen(place) || _functions.Contains(function)) return true;
        if (_functions.Count == MostFunctions || !CanBeAsync(function) || HasReferences(function, _spot)) return false;
        _functions.Add(function);
        return function is AnonymousFunctionExpressionSyntax || await ReachCallers(function).ConfigureAwait(false);
    }

    private async Task<bool> ReachCallers(SyntaxNode function)
    {
        var symbol = _spot.Model.GetDeclaredSymbol(function, _spot.Cancellation)!;
        var found = await SymbolFinder.FindReferencesAsync(symbol, _spot.Document.Project.Solution, _spot.Cancellation).ConfigureAwait(false);
        foreach (var reference in found.SelectMany(references => references.Locations))
        {
            if (reference.Document.Id != _spot.Document.Id) return false;
            if (_spot.Root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is not SimpleNameSyntax name) return false;
            if (name.FirstAncestorOrSelf<DocumentationCommentTriviaSyntax>() is not null) continue;
            ExpressionSyntax called = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
            if (called.Parent is InvocationExpressionSyntax call && call.Expression == called)
            {
                if (!_awaits.ContainsKey(call)) _awaits.Add(call, null);
                if (!await Reach(call).ConfigureAwait(false)) return false;
            }
            else if (!IsHandedOver(called))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a method group or lambda goes to someone who takes any delegate and looks at what it returns: an endpoint.</summary>
    private bool IsHandedOver(ExpressionSyntax function) =>
        SymbolEqualityComparer.Default.Equals(_spot.Model.GetTypeInfo(function, _spot.Cancellation).ConvertedType, _spot.Type("System.Delegate"));

    private bool CanBeAsync(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => IsHandedOver(lambda),
        LocalFunctionStatementSyntax local => IsPlain(local),
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method => IsPlain(method) && _spot.Model.GetDeclaredSymbol(method, _spot.Cancellation) is { } symbol && !IsPromised(symbol),
        _ => false,
    };

    /// <summary>Whether the function has spans or references, which cannot be kept across an await; the compiler says so only when it emits code.</summary>
    private static bool HasReferences(SyntaxNode function, Spot spot) =>
        function.DescendantNodes()
            .Where(node => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ParameterSyntax)
            .Any(node => spot.Model.GetDeclaredSymbol(node, spot.Cancellation) switch
            {
                ILocalSymbol local => local.IsRef || local.Type.IsRefLikeType,
                IParameterSymbol parameter => parameter.Type.IsRefLikeType,
                _ => false,
            });

    private bool IsPlain(SyntaxNode function) =>
        _spot.Model.GetDeclaredSymbol(function, _spot.Cancellation) is IMethodSymbol { ReturnsByRef: false, ReturnsByRefReadonly: false } symbol
        && !Facts.Types.IsTask(symbol.ReturnType)
        && symbol.Parameters.All(parameter => parameter.RefKind == RefKind.None)
        && !function.DescendantNodes().Any(node => node is YieldStatementSyntax);

    /// <summary>Whether somebody else has said what the method returns: a base, an interface, the other part, a subtype.</summary>
    private static bool IsPromised(IMethodSymbol method) =>
        method.IsOverride || method.IsVirtual || method.IsAbstract || method.IsExtern || method.PartialDefinitionPart is not null || method.PartialImplementationPart is not null || method.IsPartialDefinition
        || method.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers()).Any(promised => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(promised), method));

    private SyntaxNode Apply() =>
        _spot.Root.ReplaceNodes(_awaits.Keys.Concat(_functions), (original, changed) => original is ExpressionSyntax expression && _awaits.TryGetValue(expression, out var task)
            ? Awaited(expression, task ?? (ExpressionSyntax)changed)
            : Asynchronous(changed));

    private static ExpressionSyntax Awaited(ExpressionSyntax place, ExpressionSyntax task)
    {
        ExpressionSyntax awaited = AsyncFunctions.Await(task.WithoutTrivia());
        var isPart = place.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax
            || place.Parent is InvocationExpressionSyntax call && call.Expression == place;
        return (isPart ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited).WithTriviaFrom(place);
    }

    private static SyntaxNode Asynchronous(SyntaxNode function) => MadeAsync.WithAsync(function switch
    {
        MethodDeclarationSyntax method => method.WithReturnType(TaskOf(method.ReturnType)),
        LocalFunctionStatementSyntax local => local.WithReturnType(TaskOf(local.ReturnType)),
        _ => function,
    });

    private static TypeSyntax TaskOf(TypeSyntax result) =>
        SyntaxFactory.ParseTypeName(result is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } ? "Task" : $"Task<{result.WithoutTrivia()}>").WithTriviaFrom(result);

    private static bool ReturnsTask(SyntaxNode function, Spot spot) =>
        (function is AnonymousFunctionExpressionSyntax ? spot.Model.GetSymbolInfo(function, spot.Cancellation).Symbol : spot.Model.GetDeclaredSymbol(function, spot.Cancellation)) is IMethodSymbol method
        && Facts.Types.IsTask(method.ReturnType);

    /// <summary>A function that returns tasks already becomes async, and nobody who calls it notices.</summary>
    private static SyntaxNode? MadeAsyncAround(Spot spot, SyntaxNode function, ExpressionSyntax place, ExpressionSyntax task)
    {
        if (place.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || MadeAsync.Of(function, spot, SyntaxFactory.EmptyStatement()) is not { } made) return null;
        var mark = spot.Token.GetAnnotations("ProdReady.Finding").FirstOrDefault();
        if (mark is null || made.GetAnnotatedTokens(mark).FirstOrDefault().Parent is not { } name) return null;
        var moved = name.AncestorsAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(candidate => candidate.RawKind == place.RawKind && candidate.IsEquivalentTo(place));
        return moved is null ? null : spot.Root.ReplaceNode(function, made.ReplaceNode(moved, Awaited(moved, task)));
    }
}
