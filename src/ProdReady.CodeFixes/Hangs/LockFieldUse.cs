using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>A statement that takes or releases the lock in a field, and how a semaphore does the same.</summary>
internal sealed class LockFieldUse
{
    /// <summary>Marks a block whose statements belong into the one around it.</summary>
    public const string Splice = "ProdReady.Splice";

    private readonly ExpressionSyntax _field;
    private readonly bool _takes;
    private readonly Spot _spot;

    private LockFieldUse(StatementSyntax statement, ExpressionSyntax field, bool takes, Spot spot) => (Statement, _field, _takes, _spot) = (statement, field, takes, spot);

    public StatementSyntax Statement { get; }

    /// <summary>The use; null when a semaphore has nothing like it.</summary>
    public static LockFieldUse? Of(IdentifierNameSyntax reference, IFieldSymbol field, Spot spot)
    {
        ExpressionSyntax value = reference.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == reference ? own : reference;
        switch (value.Parent)
        {
            case LockStatementSyntax { Parent: BlockSyntax } statement when statement.Expression == value:
                return statement.Statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(other => other.Identifier.ValueText == field.Name) ? null : new(statement, value, takes: true, spot);
            case ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement } call } }
                when spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is IMethodSymbol { ContainingType.Name: "Monitor", Name: "Enter" or "Exit" } method:
                return new(statement, value, method.Name == "Enter", spot);
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax statement } } access
                when access.Expression == value && access.Name.Identifier.ValueText is "Enter" or "Exit" or "WaitOne" or "ReleaseMutex":
                return new(statement, value, access.Name.Identifier.ValueText is "Enter" or "WaitOne", spot);
            default:
                return null;
        }
    }

    /// <summary>Whether a function that uses the lock calls one that may: a semaphore would wait for itself there. Told by names, of which one too many only costs the fix.</summary>
    public static bool AreNested(IReadOnlyList<LockFieldUse> uses, TypeDeclarationSyntax type)
    {
        var functions = uses.Select(use => Function(use.Statement)).Distinct().ToArray();
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

    /// <summary>The statement as a semaphore has it.</summary>
    public StatementSyntax Rewritten(StatementSyntax current)
    {
        var field = _field.WithoutTrivia().ToString();
        if (current is LockStatementSyntax scope)
        {
            var body = scope.Statement is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(scope.Statement);
            var guarded = LockStatements.Guarded(body, [Pattern.Statement(field + ".Release();", _spot.NewLine)], _spot.NewLine).WithTrailingTrivia(scope.GetTrailingTrivia());
            return SyntaxFactory.Block(Wait(field).WithLeadingTrivia(scope.GetLeadingTrivia()), guarded).WithAdditionalAnnotations(new SyntaxAnnotation(Splice));
        }

        return (_takes ? Wait(field) : Pattern.Statement(field + ".Release();", _spot.NewLine)).WithTriviaFrom(current);
    }

    private StatementSyntax Wait(string field) => Pattern.Statement(Awaiting.IsOpen(Statement) ? $"await {field}.WaitAsync();" : $"{field}.Wait();", _spot.NewLine);

    /// <summary>Whether a section begins before the one before it has ended.</summary>
    private static bool IsOverlapping(SyntaxNode function, IReadOnlyList<LockFieldUse> uses)
    {
        var calls = uses.Where(use => use.Statement is not LockStatementSyntax && Function(use.Statement) == function).OrderBy(use => use.Statement.SpanStart).ToArray();
        return calls.Zip(calls.Skip(1), (one, two) => one._takes && two._takes).Any(both => both)
            || uses.Any(use => use.Statement is LockStatementSyntax && Function(use.Statement) == function && calls.Length > 0);
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
