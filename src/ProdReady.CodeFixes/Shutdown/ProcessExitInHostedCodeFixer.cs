using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Shutdown;

/// <summary>Has the host stop, with the exit code that was meant. The code leaves the method, as it did before.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ProcessExitInHostedCodeFixer() : ProductionFixer(
    ProcessExitInHostedCode.Rule,
    new Remedy("Stop the host with this exit code", Stop))
{
    private static async Task<SyntaxNode?> Stop(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call) return null;
        var code = call.ArgumentList.Arguments.Count == 1 && Names.Of(call) == "Exit" ? call.ArgumentList.Arguments[0].Expression : null;
        var isSuccess = code is not null && spot.Model.GetConstantValue(code, spot.Cancellation) is { HasValue: true, Value: 0 };
        // What Main returns overrides the property.
        if (!isSuccess && spot.Model.Compilation.GetEntryPoint(spot.Cancellation) is { } main && EntryPoint.ReturnsCode(main)) return null;

        if (Stopping(call, isSuccess ? "" : $"Environment.ExitCode = {code?.WithoutTrivia().ToString() ?? "1"};\n", spot) is not { } stopping) return null;
        var place = call.Parent as ExpressionStatementSyntax ?? (SyntaxNode)call;
        if (Lifetime(spot, call.SpanStart) is { } lifetime) return Named(stopping(spot.Root, place, lifetime), spot);
        return await Injection.For(Injectable.Lifetime, spot, place).ConfigureAwait(false) is { } injection
            ? Named(injection.Into(stopping(injection.MarkedRoot, injection.Mark(place), injection.Name), spot), spot)
            : null;
    }

    private static SyntaxNode Named(SyntaxNode root, Spot spot) => Usings.Ensure(root, spot, "System.Environment", "Microsoft.Extensions.Hosting.IHostApplicationLifetime");

    /// <summary>Puts the call that stops the host in the place of the one that ends the process; null where that has no room for it.</summary>
    private static Func<SyntaxNode, SyntaxNode, string, SyntaxNode>? Stopping(InvocationExpressionSyntax call, string setting, Spot spot) => call.Parent switch
    {
        ExpressionStatementSyntax statement when Leaving(statement, spot) is { } leaving => (root, old, host) =>
            Replacement.Of(root, (StatementSyntax)old, Pattern.Statements($"{setting}{host}.StopApplication();\n{leaving}", spot.NewLine), spot.NewLine),
        AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax when setting.Length == 0 => (root, old, host) =>
            root.ReplaceNode(old, Pattern.Expression($"{host}.StopApplication()").WithTriviaFrom(old)),
        _ => null,
    };

    /// <summary>The lifetime in scope, or that of the web application.</summary>
    private static string? Lifetime(Spot spot, int position)
    {
        var scope = new Scope(spot, position);
        if (scope.Nearest(Injectable.Lifetime.Type) is { } lifetime) return lifetime.Name + (lifetime is { MayBeNull: true, IsLocal: false } ? "?" : "");
        return scope.Nearest("Microsoft.AspNetCore.Builder.WebApplication") is { } application ? application.Name + ".Lifetime" : null;
    }

    /// <summary>What follows, so that nothing behind the call runs that did not before; null where the function has a result to give.</summary>
    private static string? Leaving(StatementSyntax statement, Spot spot)
    {
        if (IsLast(statement) || Next(statement) is ReturnStatementSyntax) return "";
        var function = spot.Model.GetEnclosingSymbol(statement.SpanStart, spot.Cancellation) as IMethodSymbol;
        return function is { ReturnsVoid: true } or { IsAsync: true, ReturnType: INamedTypeSymbol { IsGenericType: false } } ? "return;" : null;
    }

    private static StatementSyntax? Next(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements.ElementAtOrDefault(block.Statements.IndexOf(statement) + 1),
        _ => null,
    };

    /// <summary>Whether the function ends with the statement, through the branches it is in.</summary>
    private static bool IsLast(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block when block.Statements.Last() != statement => false,
        BlockSyntax { Parent: BaseMethodDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax } => true,
        BlockSyntax { Parent: BlockSyntax or IfStatementSyntax or ElseClauseSyntax } block => IsLast(block),
        IfStatementSyntax branch => IsLast(branch),
        ElseClauseSyntax { Parent: IfStatementSyntax branch } => IsLast(branch),
        _ => false,
    };
}
