using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Rollout;

/// <summary>Keeps the keys of Data Protection in a folder that all replicas mount, under one name for the application.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReplicaLocalStateFixer() : ProductionFixer(
    ReplicaLocalState.Rule,
    new Remedy("Keep the keys in a folder that all replicas share", spot => Task.FromResult(Persist(spot))))
{
    private static SyntaxNode? Persist(Spot spot)
    {
        if (spot.Note(ReplicaLocalState.FolderNote) is not { } folder || spot.Call is not { } call || spot.Enclosing<StatementSyntax>() is not { } statement) return null;
        if (Awaiting.Function(statement) is null) return null;

        var name = spot.Model.Compilation.AssemblyName ?? "app";
        if (folder.Length == 0) folder = $"/var/lib/{name.ToLowerInvariant()}/keys";
        var kept = $".PersistKeysToFileSystem(new DirectoryInfo({SymbolDisplay.FormatLiteral(folder, quote: true)}))";
        var named = $".SetApplicationName({SymbolDisplay.FormatLiteral(name, quote: true)})";

        SyntaxNode root;
        if (spot.Token.ValueText == "AddDataProtection")
        {
            var isNamed = statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(word => word.Identifier.ValueText == "SetApplicationName");
            root = spot.Root.ReplaceNode(call, Pattern.Expression(call.WithoutTrivia() + (isNamed ? "" : named) + kept).WithTriviaFrom(call));
        }
        else
        {
            if (Services(call, spot) is not { } services) return null;
            root = Above(spot, statement, Pattern.Statement($"{services}.AddDataProtection(){named}{kept};", spot.NewLine));
        }

        return Usings.Ensure(root, spot, "Microsoft.AspNetCore.DataProtection.DataProtectionBuilderExtensions", "System.IO.DirectoryInfo", "Microsoft.Extensions.DependencyInjection.DataProtectionServiceCollectionExtensions");
    }

    /// <summary>The services, as they are written at the beginning of the chain of calls.</summary>
    private static string? Services(InvocationExpressionSyntax call, Spot spot)
    {
        var services = spot.Type(HostApis.Parts[0]);
        for (ExpressionSyntax? at = call; at is not null; at = at is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } ? member.Expression : null)
        {
            if (at is not InvocationExpressionSyntax && Types.Is(spot.Model.GetTypeInfo(at, spot.Cancellation).Type, services)) return at.ToString();
        }

        return null;
    }

    /// <summary>The statement in front of another one, above its comments.</summary>
    private static SyntaxNode Above(Spot spot, StatementSyntax statement, StatementSyntax made)
    {
        var trivia = statement.GetLeadingTrivia();
        var lines = trivia.TakeWhile(entry => entry.IsKind(SyntaxKind.WhitespaceTrivia) || entry.IsKind(SyntaxKind.EndOfLineTrivia)).ToArray();
        var margin = trivia.LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? new[] { last } : [];
        made = made.WithLeadingTrivia(lines).WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine));
        var rest = lines.Length == trivia.Count ? statement.WithLeadingTrivia(margin) : statement.WithLeadingTrivia(margin.Concat(trivia.Skip(lines.Length)));
        return statement.Parent switch
        {
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global => spot.Root.ReplaceNode(unit, unit.WithMembers(unit.Members.ReplaceRange(global, [SyntaxFactory.GlobalStatement(made), SyntaxFactory.GlobalStatement(rest)]))),
            BlockSyntax block => spot.Root.ReplaceNode(block, block.WithStatements(block.Statements.ReplaceRange(statement, [made, rest]))),
            _ => spot.Root,
        };
    }
}
