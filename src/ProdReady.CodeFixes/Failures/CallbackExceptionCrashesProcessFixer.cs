using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Failures;

/// <summary>Makes the caller wait: for the items of a loop, or for the task of the method. Where nobody can, keeps the exception inside and logs it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CallbackExceptionCrashesProcessFixer() : ProductionFixer(
    CallbackExceptionCrashesProcess.Rule,
    new Remedy("Await the items", spot => Task.FromResult(AwaitedItems.In(spot))),
    new Remedy("Return Task and await it", ReturnTask),
    new Remedy("Catch and log the exception", Catch))
{
    private static async Task<SyntaxNode?> ReturnTask(Spot spot)
    {
        if (spot.Token.Parent is not PredefinedTypeSyntax { Parent: { } declaration and (MethodDeclarationSyntax or LocalFunctionStatementSyntax) } type) return null;
        if (spot.Model.GetDeclaredSymbol(declaration, spot.Cancellation) is not IMethodSymbol method || VoidFunctions.IsDictated(method)) return null;

        var references = (await SymbolFinder.FindReferencesAsync(method, spot.Document.Project.Solution, spot.Cancellation).ConfigureAwait(false)).SelectMany(reference => reference.Locations).ToArray();
        var calls = references.Select(reference => reference.Document.Id == spot.Document.Id ? Call(spot.Root.FindNode(reference.Location.SourceSpan)) : null).ToArray();
        if (calls.Any(call => call is null) || calls.Length == 0 && IsOpen(method)) return null;

        var replaced = calls.OfType<SyntaxNode>().Append(type).ToArray();
        var root = spot.Root.ReplaceNodes(replaced, (original, rewritten) => rewritten is ExpressionStatementSyntax call
            ? AsyncFunctions.Awaiting(call, call.Expression)
            : Pattern.Expression("Task").WithTriviaFrom(original));
        return Usings.Ensure(root, spot, "System.Threading.Tasks.Task");
    }

    /// <summary>The call of the method as a statement that can be awaited.</summary>
    private static ExpressionStatementSyntax? Call(SyntaxNode name)
    {
        var called = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
        return called.Parent is InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement } call && call.Expression == called && AsyncFunctions.CanAwait(statement) ? statement : null;
    }

    /// <summary>Whether code that cannot be seen may call the method.</summary>
    private static bool IsOpen(IMethodSymbol method)
    {
        for (ISymbol symbol = method; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            if (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction } || symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal) return false;
        }

        return true;
    }

    private static async Task<SyntaxNode?> Catch(Spot spot)
    {
        if (Function(spot) is not { } function || Body(function) is not { } body || spot.Note(CallbackExceptionCrashesProcess.Fails) is not { } fails) return null;
        var name = function switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            _ => fails,
        };
        var exception = Fresh.Name(spot, function, "ex", "exception");
        if (Loggers.InScope(spot, body is BlockSyntax block ? block.OpenBraceToken.Span.End : body.SpanStart) is { } logger)
            return Usings.Ensure(Wrapped(spot.Root, spot, function, body, exception, logger.Error(exception, name + " failed")), spot, logger.Needs, "System.Exception");
        if (await LoggerInjection.For(spot, body).ConfigureAwait(false) is { } injection)
        {
            var marked = injection.Mark(body);
            var around = marked.Ancestors().First(node => node.RawKind == function.RawKind);
            var wrapped = Wrapped(injection.MarkedRoot, spot, around, marked, exception, injection.Logger.Error(exception, name + " failed"));
            return Usings.Ensure(injection.Into(wrapped, spot), spot, "Microsoft.Extensions.Logging.ILogger", "System.Exception");
        }

        return spot.Model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication
            ? Usings.Ensure(Wrapped(spot.Root, spot, function, body, exception, $$"""Console.Error.WriteLine($"{{name}} failed: {{{exception}}}");"""), spot, "System.Console")
            : null;
    }

    private static SyntaxNode? Function(Spot spot) => spot.Token.Parent switch
    {
        PredefinedTypeSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax } type => type.Parent,
        { } parent when parent.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is { } lambda && lambda.Body.SpanStart > spot.Token.SpanStart => lambda.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && AwaitedItems.IsParallel(call, spot) && lambda.AsyncKeyword == spot.Token ? null : lambda,
        { } parent when spot.Model.GetSymbolInfo(parent, spot.Cancellation).Symbol is IMethodSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations } && declarations[0].SyntaxTree == spot.Root.SyntaxTree => declarations[0].GetSyntax(spot.Cancellation),
        _ => null,
    };

    private static SyntaxNode? Body(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
        AnonymousFunctionExpressionSyntax lambda => lambda.Body,
        _ => null,
    };

    private static SyntaxNode Wrapped(SyntaxNode root, Spot spot, SyntaxNode function, SyntaxNode body, string exception, string log)
    {
        var around = (BlockSyntax)Pattern.Statement($$"""
            {
                try
                {
                }
                catch (Exception {{exception}})
                {
                    {{log}}
                }
            }
            """, spot.NewLine);
        var attempt = (TryStatementSyntax)around.Statements[0];
        var inner = body is BlockSyntax block ? attempt.Block.WithStatements(block.Statements).WithOpenBraceToken(block.OpenBraceToken.WithLeadingTrivia()).WithCloseBraceToken(block.CloseBraceToken.WithTrailingTrivia(attempt.Block.CloseBraceToken.TrailingTrivia))
            : attempt.Block.WithStatements(SyntaxFactory.SingletonList(Pattern.Statement(body.WithoutTrivia().ToFullString() + ";", spot.NewLine)));
        around = around.ReplaceNode(attempt.Block, Handler.Open(inner, spot.NewLine));
        return root.ReplaceNode(function, function switch
        {
            MethodDeclarationSyntax method => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Placed(around, body, method)),
            LocalFunctionStatementSyntax local => local.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Placed(around, body, local)),
            AnonymousFunctionExpressionSyntax lambda => lambda.WithBody(Placed(around, body, lambda)),
            _ => function,
        });
    }

    private static BlockSyntax Placed(BlockSyntax around, SyntaxNode body, SyntaxNode function) => body is BlockSyntax block
        ? around.WithOpenBraceToken(around.OpenBraceToken.WithLeadingTrivia(block.GetLeadingTrivia())).WithCloseBraceToken(around.CloseBraceToken.WithTrailingTrivia(block.GetTrailingTrivia()))
        : around.WithTrailingTrivia(function is AnonymousFunctionExpressionSyntax ? body.GetTrailingTrivia() : function.GetTrailingTrivia());
}
