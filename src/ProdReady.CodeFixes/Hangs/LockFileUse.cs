using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Hangs;

/// <summary>A lock file as one block uses it: the statement that asks for it, the next one that makes it, and those that remove it.</summary>
/// <param name="Asking">The statement that asks.</param>
/// <param name="Making">The statement that makes it.</param>
/// <param name="Removing">The statements that remove it.</param>
/// <param name="Path">The expression for its path.</param>
internal sealed record LockFileUse(StatementSyntax Asking, StatementSyntax Making, IReadOnlyList<StatementSyntax> Removing, string Path)
{
    /// <summary>The block that holds it, or the file of the top-level statements.</summary>
    public SyntaxNode Scope => Asking.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : Asking.Parent!;

    /// <summary>The use around a statement that asks for the file; null where a handle cannot stand in for it: the file holds something, or is made or removed elsewhere.</summary>
    public static LockFileUse? Find(StatementSyntax asking, ExpressionSyntax path, Spot spot)
    {
        if (Next(asking) is not { } making || spot.Model.GetOperation(path, spot.Cancellation) is not { } asked || LockFiles.Variable(asked) is not { } variable || !Makes(making, asked, spot)) return null;

        var scope = asking.Parent is GlobalStatementSyntax ? asking.Parent.Parent! : asking.Parent!;
        var container = Container(variable, scope, spot);
        var uses = container.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => IsGiven(call.ArgumentList)).ToArray();
        if (container.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().Any(creation => IsGiven(creation.ArgumentList))) return null;

        var removals = uses.Where(call => IsOfFile(call, spot) && Names.Of(call) == "Delete").Select(call => call.Parent as StatementSyntax).ToArray();
        if (removals.Any(removal => removal is null || !scope.Contains(removal) || IsInFunction(removal, scope) || removal.SpanStart < making.Span.End)) return null;
        // Asked for or made a second time: there it must be the same handle.
        if (uses.Any(call => call.FirstAncestorOrSelf<StatementSyntax>() is var statement && statement != asking && statement != making && !removals.Contains(statement) && IsOfFile(call, spot))) return null;
        return new LockFileUse(asking, making, [.. removals.Select(removal => removal!)], path.ToString());

        bool IsGiven(ArgumentListSyntax? arguments) =>
            arguments?.Arguments.Any(argument => argument.Expression.ToString() is var text && (text == path.ToString() || text.EndsWith("." + path, StringComparison.Ordinal))) == true;
    }

    /// <summary>The root with <paramref name="acquire"/> in the place of the two statements, the handle closed where the file was removed, and <paramref name="function"/> at the end.</summary>
    public SyntaxNode Replace(SyntaxNode root, IReadOnlyList<StatementSyntax> acquire, StatementSyntax function, string held, string newLine)
    {
        root = root.TrackNodes(Removing.Concat([Asking, Making]));
        foreach (var removal in Removing)
        {
            var current = root.GetCurrentNode(removal)!;
            root = root.ReplaceNode(current, Pattern.Statement($"{held}.Dispose();", newLine).WithTriviaFrom(current));
        }

        // What was said of making the file is still said, of holding it.
        var (asking, making) = (root.GetCurrentNode(Asking)!, root.GetCurrentNode(Making)!);
        var first = acquire[0].WithLeadingTrivia(asking.GetLeadingTrivia().AddRange(making.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
        var put = acquire.Skip(1).Prepend(first).ToArray();
        put[put.Length - 1] = put[put.Length - 1].WithTrailingTrivia(put.Length > 1 ? Replacement.Parted(making, newLine) : making.GetTrailingTrivia());
        var apart = function.WithLeadingTrivia(function.GetLeadingTrivia().Insert(0, SyntaxFactory.EndOfLine(newLine)));
        if (asking.Parent is BlockSyntax block)
        {
            var statements = block.Statements.Remove(making);
            var whole = block.WithStatements(statements.ReplaceRange(statements[block.Statements.IndexOf(asking)], put).Add(apart));
            return root.ReplaceNode(block, Handler.Open(whole, newLine).WithAdditionalAnnotations(Formatter.Annotation));
        }

        var unit = (CompilationUnitSyntax)asking.Parent!.Parent!;
        var globals = unit.Members.OfType<GlobalStatementSyntax>().Where(member => member.Statement != making)
            .SelectMany(member => member.Statement == asking ? put : [member.Statement])
            .Append(apart)
            .Select(statement => (MemberDeclarationSyntax)SyntaxFactory.GlobalStatement(statement));
        return root.ReplaceNode(unit, unit.WithMembers(SyntaxFactory.List(globals.Concat(unit.Members.Where(member => member is not GlobalStatementSyntax)))));
    }

    private static StatementSyntax? Next(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements.SkipWhile(other => other != statement).Skip(1).FirstOrDefault(),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global => unit.Members.SkipWhile(other => other != global).Skip(1).FirstOrDefault() is GlobalStatementSyntax next ? next.Statement : null,
        _ => null,
    };

    /// <summary>Whether the statement makes the file, with nothing in it that anybody could read.</summary>
    private static bool Makes(StatementSyntax statement, IOperation path, Spot spot)
    {
        if (statement is not ExpressionStatementSyntax { Expression: var expression }) return false;
        if (expression is AwaitExpressionSyntax awaited) expression = awaited.Expression;
        if (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "Close", Expression: InvocationExpressionSyntax opened } }) expression = opened;
        return spot.Model.GetOperation(expression, spot.Cancellation) is IInvocationOperation { TargetMethod.Name: "Create" or "WriteAllText" or "WriteAllTextAsync" } call
            && IsFile(call.TargetMethod, spot)
            && LockFiles.IsSame(call.Arguments[0].Value, path)
            && call.Arguments.Skip(1).All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Value.ConstantValue.HasValue || argument.Value.Bare() is IFieldReferenceOperation { Field: { Name: "Empty", IsStatic: true } });
    }

    /// <summary>Where the path can be used: the block of a local, the method of a parameter, the type of a member.</summary>
    private static SyntaxNode Container(ISymbol variable, SyntaxNode scope, Spot spot) => variable switch
    {
        ILocalSymbol or IParameterSymbol => (SyntaxNode?)scope.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? scope,
        _ => (SyntaxNode?)scope.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? spot.Root,
    };

    private static bool IsInFunction(SyntaxNode node, SyntaxNode scope) =>
        node.Ancestors().TakeWhile(ancestor => ancestor != scope).Any(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    private static bool IsOfFile(InvocationExpressionSyntax call, Spot spot) => IsFile(spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol, spot);

    private static bool IsFile(ISymbol? member, Spot spot) => SymbolEqualityComparer.Default.Equals(member?.ContainingType, spot.Type("System.IO.File"));
}
