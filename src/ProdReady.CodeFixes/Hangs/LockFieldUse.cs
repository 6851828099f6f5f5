using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>A statement or a call that takes or releases the lock in a field, and how a semaphore does the same.</summary>
internal sealed class LockFieldUse
{
    /// <summary>Marks a block whose statements belong into the one around it.</summary>
    public const string Splice = "ProdReady.Splice";

    private readonly ExpressionSyntax _field;
    private readonly bool _takes;
    private readonly Spot _spot;

    private LockFieldUse(SyntaxNode node, ExpressionSyntax field, bool takes, Spot spot) => (Node, _field, _takes, _spot) = (node, field, takes, spot);

    /// <summary>What is rewritten.</summary>
    public SyntaxNode Node { get; }

    /// <summary>The use; null when a semaphore has nothing like it.</summary>
    public static LockFieldUse? Of(IdentifierNameSyntax reference, IFieldSymbol field, Spot spot)
    {
        ExpressionSyntax value = reference.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == reference ? own : reference;
        switch (value.Parent)
        {
            case LockStatementSyntax { Parent: BlockSyntax } statement when statement.Expression == value:
                return statement.Statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(other => other.Identifier.ValueText == field.Name) ? null : new(statement, value, takes: true, spot);
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument
                when list.Arguments[0] == argument && spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is IMethodSymbol { ContainingType.Name: "Monitor" } method:
                return Of(call, method.Name, value, list.Arguments.Count - 1, spot);
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == value:
                return Of(call, access.Name.Identifier.ValueText, value, call.ArgumentList.Arguments.Count, spot);
            default:
                return null;
        }
    }

    private static LockFieldUse? Of(InvocationExpressionSyntax call, string name, ExpressionSyntax field, int arguments, Spot spot) => (name, arguments) switch
    {
        ("Enter" or "WaitOne", 0) when call.Parent is ExpressionStatementSyntax => new(call, field, takes: true, spot),
        ("TryEnter", 0) or ("TryEnter" or "WaitOne", 1) when !call.ArgumentList.Arguments.Any(argument => argument.RefKindKeyword != default) => new(call, field, takes: true, spot),
        ("Exit" or "ReleaseMutex", 0) => new(call, field, takes: false, spot),
        _ => null,
    };

    /// <summary>Whether a function that uses the lock calls one that may: a semaphore would wait for itself there. Told by names, of which one too many only costs the fix.</summary>
    public static bool AreNested(IReadOnlyList<LockFieldUse> uses, TypeDeclarationSyntax type)
    {
        var functions = uses.Select(use => Function(use.Node)).Distinct().ToArray();
        var names = new HashSet<string>(functions.Select(Name), StringComparer.Ordinal);
        var grown = true;
        while (grown)
        {
            grown = false;
            foreach (var function in type.DescendantNodes().Where(node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax or PropertyDeclarationSyntax))
            {
                if (Mentions(function, names)) grown |= names.Add(Name(function));
            }
        }

        return functions.Any(function => Mentions(function, names) || IsOverlapping(function, uses));
    }

    /// <summary>The same with a semaphore.</summary>
    public SyntaxNode Rewritten(SyntaxNode current)
    {
        var field = _field.WithoutTrivia().ToString();
        if (current is LockStatementSyntax scope)
        {
            var body = scope.Statement is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(scope.Statement);
            var guarded = LockStatements.Guarded(body, [Pattern.Statement(field + ".Release();", _spot.NewLine)], _spot.NewLine).WithTrailingTrivia(scope.GetTrailingTrivia());
            return SyntaxFactory.Block(Pattern.Statement(Wait(field, "") + ";", _spot.NewLine).WithLeadingTrivia(scope.GetLeadingTrivia()), guarded).WithAdditionalAnnotations(new SyntaxAnnotation(Splice));
        }

        var call = (InvocationExpressionSyntax)current;
        var limit = call.ArgumentList.Arguments.Where(argument => !argument.Span.IntersectsWith(_field.Span) && argument.Expression.ToString() != field).Select(argument => argument.Expression.ToString()).FirstOrDefault();
        var tries = call.Expression.ToString().EndsWith("TryEnter", StringComparison.Ordinal);
        return Pattern.Expression(_takes ? Wait(field, limit ?? (tries ? "0" : "")) : field + ".Release()").WithTriviaFrom(current);
    }

    private string Wait(string field, string limit) => Awaiting.IsOpen(Node) ? $"await {field}.WaitAsync({limit})" : $"{field}.Wait({limit})";

    /// <summary>Whether a section begins before the one before it has ended.</summary>
    private static bool IsOverlapping(SyntaxNode function, IReadOnlyList<LockFieldUse> uses)
    {
        var calls = uses.Where(use => use.Node is not LockStatementSyntax && Function(use.Node) == function).OrderBy(use => use.Node.SpanStart).ToArray();
        return calls.Zip(calls.Skip(1), (one, two) => one._takes && two._takes).Any(both => both)
            || uses.Any(use => use.Node is LockStatementSyntax && Function(use.Node) == function && calls.Length > 0);
    }

    private static bool Mentions(SyntaxNode function, HashSet<string> names) =>
        function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(reference => names.Contains(reference.Identifier.ValueText) && reference.Identifier.ValueText.Length > 0);

    private static SyntaxNode Function(SyntaxNode node) =>
        node.Ancestors().First(ancestor => ancestor is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or BasePropertyDeclarationSyntax or TypeDeclarationSyntax);

    private static string Name(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => "",
    };
}
