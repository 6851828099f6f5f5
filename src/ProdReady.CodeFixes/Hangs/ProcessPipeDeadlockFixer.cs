using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Hangs;

/// <summary>Begins to read before the wait, and takes what was read where it was read before.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ProcessPipeDeadlockFixer() : ProductionFixer(
    ProcessPipeDeadlock.Rule,
    new Remedy("Read while the tool runs", spot => Task.FromResult(Read(spot))))
{
    private static SyntaxNode? Read(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || Place(call) is not { } place || spot.Note(ProcessPipeDeadlock.PipesNote)?.Split(',') is not { } pipes) return null;
        if (Tool(call, spot) is not { } tool) return null;
        var kind = spot.Note(ProcessPipeDeadlock.KindNote);
        if (kind == nameof(StallKind.LeftEarly)) return Before(spot.Root, place, pipes.Select(pipe => ReadRest(tool, pipe, place, spot)).ToArray(), spot);
        if (kind == nameof(StallKind.NobodyReads) && pipes.Length == 1 && Swapped(call, place, tool + "." + pipes[0], spot) is { } swapped) return swapped;

        var changed = new Dictionary<SyntaxNode, SyntaxNode>();
        var begun = new List<string>();
        foreach (var pipe in pipes)
        {
            if (Begin(tool, pipe, place, spot, changed) is not { } begin) return null;
            begun.Add(begin);
        }

        if (Waiting(call, tool, place, spot) is { } waiting) changed.Add(call, waiting);
        var marked = spot.Root.TrackNodes(changed.Keys.Append(place));
        marked = marked.ReplaceNodes(changed.Keys.Select(node => marked.GetCurrentNode(node)!), (node, _) => changed[changed.Keys.First(key => marked.GetCurrentNode(key) == node)].WithTriviaFrom(node));
        return Before(marked, marked.GetCurrentNode(place)!, begun.ToArray(), spot);
    }

    /// <summary>The statement that begins to read a pipe; what is read of it later becomes what was begun. Null when it is read in another way.</summary>
    private static string? Begin(string tool, string pipe, StatementSyntax place, Spot spot, Dictionary<SyntaxNode, SyntaxNode> changed)
    {
        var reader = tool + "." + pipe;
        var uses = Scope(place).DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(access => access.SpanStart >= place.SpanStart && access.ToString() == reader).ToArray();
        if (uses.Length == 0) return IsMentionedBehind(reader, place) ? null : $"{tool}.Begin{pipe.Substring("Standard".Length)}ReadLine();";
        if (uses.Length > 1 || uses[0].Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadToEnd" or "ReadToEndAsync", Parent: InvocationExpressionSyntax read }) return null;
        if (IsMentionedBehind(reader, place, except: uses[0]) || Awaiting.Function(read) != Awaiting.Function(place) && place.Parent is not GlobalStatementSyntax) return null;

        var isOpen = Awaiting.IsOpen(read);
        var name = pipe == "StandardOutput" ? Fresh.Name(spot, Scope(place), "output", "standardOutput") : Fresh.Name(spot, Scope(place), "error", "standardError");
        var isAsynchronous = Names.Of(read) == "ReadToEndAsync";
        var taken = isAsynchronous ? name : isOpen ? read.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax ? $"(await {name})" : $"await {name}" : name + ".GetAwaiter().GetResult()";
        changed.Add(read, SyntaxFactory.ParseExpression(taken));
        var arguments = isAsynchronous ? read.ArgumentList.Arguments.ToString() : isOpen ? Token(spot, "System.IO.TextReader", "ReadToEndAsync") : "";
        return $"var {name} = {reader}.ReadToEndAsync({arguments});";
    }

    /// <summary>A wait and the statement that reads, the other way round: enough where only one pipe is read, and nothing can be awaited.</summary>
    private static SyntaxNode? Swapped(InvocationExpressionSyntax call, StatementSyntax place, string reader, Spot spot)
    {
        if (Awaiting.IsOpen(call) || call.ArgumentList.Arguments.Count > 0 || place is not ExpressionStatementSyntax || place.Parent is not BlockSyntax block || place.ContainsDirectives) return null;
        var next = block.Statements.ElementAtOrDefault(block.Statements.IndexOf(place) + 1);
        if (next is not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax) || next.ContainsDirectives || !next.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(read => read.Expression.ToString() == reader + ".ReadToEnd")) return null;
        if (block.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Count(access => access.ToString() == reader) != 1) return null;
        return spot.Root.ReplaceNodes([place, next], (node, _) => node == place ? next.WithTriviaFrom(place) : place.WithTriviaFrom(next));
    }

    private static string ReadRest(string tool, string pipe, StatementSyntax place, Spot spot) =>
        Awaiting.IsOpen(place) ? $"await {tool}.{pipe}.ReadToEndAsync({Token(spot, "System.IO.TextReader", "ReadToEndAsync")});" : $"{tool}.{pipe}.ReadToEnd();";

    /// <summary>The awaited form of a wait that blocks in async code.</summary>
    private static ExpressionSyntax? Waiting(InvocationExpressionSyntax call, string tool, StatementSyntax place, Spot spot) =>
        Names.Of(call) == "WaitForExit" && call.ArgumentList.Arguments.Count == 0 && call.Parent == place && Awaiting.IsOpen(place) && Has(spot, "System.Diagnostics.Process", "WaitForExitAsync")
            ? SyntaxFactory.ParseExpression($"await {tool}.WaitForExitAsync({Token(spot, "System.Diagnostics.Process", "WaitForExitAsync")})")
            : null;

    private static SyntaxNode Before(SyntaxNode root, StatementSyntax place, string[] statements, Spot spot)
    {
        var made = statements.Select(statement => Pattern.Statement(statement, spot.NewLine)).ToArray();
        made[0] = made[0].WithLeadingTrivia(place.GetLeadingTrivia());
        made = made.Select(statement => statement.WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine))).ToArray();
        var bare = place.WithLeadingTrivia(place.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        if (place.Parent is GlobalStatementSyntax global)
            return root.ReplaceNode(global, made.Select(SyntaxFactory.GlobalStatement).Append(global.WithStatement(bare)));
        return root.ReplaceNode(place, made.Append(bare));
    }

    /// <summary>The statement around the call, in a list of statements.</summary>
    private static StatementSyntax? Place(InvocationExpressionSyntax call)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        return statement?.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax && call.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is var lambda && (lambda is null || lambda.Span.Contains(statement.Span)) ? statement : null;
    }

    private static SyntaxNode Scope(StatementSyntax place) => place.Parent is GlobalStatementSyntax ? place.SyntaxTree.GetRoot() : place.Parent!;

    /// <summary>Whether the function names the reader behind the place and out of its reach, or anywhere but in one use.</summary>
    private static bool IsMentionedBehind(string reader, StatementSyntax place, SyntaxNode? except = null) =>
        (Awaiting.Function(place) is GlobalStatementSyntax or null ? place.SyntaxTree.GetRoot() : Awaiting.Function(place)!)
            .DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access => access != except && access.SpanStart >= place.SpanStart && access.ToString() == reader);

    /// <summary>The name of the tool: in front of the wait, or of the reader.</summary>
    private static string? Tool(InvocationExpressionSyntax call, Spot spot)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Expression: var owner }) return null;
        if (Names.Of(call).StartsWith("WaitForExit", StringComparison.Ordinal)) return spot.Model.GetSymbolInfo(owner, spot.Cancellation).Symbol is ILocalSymbol ? owner.ToString() : null;
        return spot.Model.GetOperation(call, spot.Cancellation) is Microsoft.CodeAnalysis.Operations.IInvocationOperation read ? ToolUse.Of(read)?.Use.Tool.Name : null;
    }

    private static string Token(Spot spot, string type, string method) =>
        Awaiting.TokenInScope(spot) is { } token && spot.Type(type)?.GetMembers(method).OfType<IMethodSymbol>().Any(overload => overload.Parameters.Any(parameter => parameter.Type.Name == "CancellationToken")) == true ? token : "";

    private static bool Has(Spot spot, string type, string method) => spot.Type(type)?.GetMembers(method).Any() == true;
}
