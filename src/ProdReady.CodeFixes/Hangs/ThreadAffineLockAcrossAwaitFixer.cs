using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Makes the lock a semaphore of one, which any thread may release; only where the type keeps it to itself and never takes it while holding it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ThreadAffineLockAcrossAwaitFixer() : ProductionFixer(
    ThreadAffineLockAcrossAwait.Rule,
    new Remedy("Turn the lock into a SemaphoreSlim", spot => Task.FromResult(Turn(spot))))
{
    private static SyntaxNode? Turn(Spot spot)
    {
        if (spot.Note(ThreadAffineLockAcrossAwait.LockNote) is not { } name || spot.Enclosing<TypeDeclarationSyntax>() is not { } type) return null;
        if (spot.Model.GetDeclaredSymbol(type, spot.Cancellation) is not INamedTypeSymbol { DeclaringSyntaxReferences.Length: 1 } symbol) return null;
        if (symbol.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault() is not { DeclaredAccessibility: Accessibility.Private } field || Declaration(field, spot) is not { } declaration) return null;

        var uses = type.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(reference => reference.Identifier.ValueText == name && SymbolEqualityComparer.Default.Equals(spot.Model.GetSymbolInfo(reference, spot.Cancellation).Symbol, field))
            .Select(reference => LockFieldUse.Of(reference, field, spot))
            .ToArray();
        if (uses.Length == 0 || uses.Any(use => use is null) || LockFieldUse.AreNested(uses!, type)) return null;

        var semaphore = declaration
            .WithType(SyntaxFactory.IdentifierName("SemaphoreSlim").WithTriviaFrom(declaration.Type))
            .WithVariables(SyntaxFactory.SingletonSeparatedList(declaration.Variables[0].WithInitializer(declaration.Variables[0].Initializer!.WithValue(SyntaxFactory.ParseExpression("new(1, 1)")))));
        // A lock statement becomes several statements of its block; what lies inside it is rewritten first.
        var root = spot.Root.ReplaceNodes(uses.Select(use => use!.Node).Append(declaration), (old, current) => old == declaration ? semaphore : uses.First(use => use!.Node == old)!.Rewritten(current));
        root = root.ReplaceNodes(root.DescendantNodes().OfType<BlockSyntax>().Where(block => block.Statements.Any(IsSpliced)), (_, block) => block.WithStatements(SyntaxFactory.List(block.Statements.SelectMany(Freed))));
        return Usings.Ensure(root, spot, "System.Threading.SemaphoreSlim");
    }

    private static bool IsSpliced(StatementSyntax statement) => statement.HasAnnotations(LockFieldUse.Splice);

    private static IEnumerable<StatementSyntax> Freed(StatementSyntax statement) => IsSpliced(statement) ? ((BlockSyntax)statement).Statements : [statement];

    /// <summary>The declaration of a field that is made where it is declared, and is nothing that other processes know by a name.</summary>
    private static VariableDeclarationSyntax? Declaration(IFieldSymbol field, Spot spot)
    {
        if (field.DeclaringSyntaxReferences[0].GetSyntax(spot.Cancellation) is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax made, Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration }) return null;
        var isLock = field.Type.SpecialType == SpecialType.System_Object || Is("System.Threading.Lock") || Is("System.Threading.Mutex");
        return isLock && made.ArgumentList is null or { Arguments.Count: 0 } ? declaration : null;

        bool Is(string type) => SymbolEqualityComparer.Default.Equals(field.Type, spot.Type(type));
    }
}
