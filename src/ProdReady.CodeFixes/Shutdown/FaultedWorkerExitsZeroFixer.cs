using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Shutdown;

/// <summary>
/// Has the application look at its workers when the host has stopped, or the workers set the exit code when they fail. The workers are asked for before the host runs:
/// what runs it disposes of the services as well.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class FaultedWorkerExitsZeroFixer() : ProductionFixer(
    FaultedWorkerExitsZero.Rule,
    new Remedy("Exit with a non-zero code when a worker has failed", spot => Task.FromResult(IsAtService(spot) ? SetInWorkers(spot) : spot.Note(FaultedWorkerExitsZero.KindNote) is null ? LookAtWorkers(spot) : null)),
    new Remedy("Set the exit code in the worker", spot => Task.FromResult(IsAtService(spot) ? null : SetInWorkers(spot))),
    new Remedy("Stop the host with a non-zero code when a worker fails", spot => Task.FromResult(StopHost(spot))))
{
    /// <summary>There it is the worker that has to do it.</summary>
    private static bool IsAtService(Spot spot) => spot.Token.Parent is MethodDeclarationSyntax;

    private static SyntaxNode? LookAtWorkers(Spot spot)
    {
        if (RunStatement.At(spot) is not { } run || spot.Model.Compilation.GetEntryPoint(spot.Cancellation) is not { } main) return null;
        var returns = EntryPoint.ReturnsCode(main);
        if (returns && !SymbolEqualityComparer.Default.Equals(spot.Model.GetEnclosingSymbol(spot.Token.SpanStart, spot.Cancellation), main)) return null;

        var workers = Fresh.Name(spot, run.Scope, "workers", "backgroundServices");
        var worker = Fresh.Name(spot, run.Scope, "worker", "service");
        var code = Code(spot);
        var root = run.With(
            $"var {workers} = {run.Host}.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();",
            $"if ({workers}.Any({worker} => {worker}.ExecuteTask is {{ IsFaulted: true }})) {(returns ? $"return {code}" : $"Environment.ExitCode = {code}")};");
        return Usings.Ensure(root, spot, "System.Environment", "System.Linq.Enumerable", "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "Microsoft.Extensions.Hosting.BackgroundService");
    }

    /// <summary>Where the setting is in this file: the host stops again, and then the application looks at its workers.</summary>
    private static SyntaxNode? StopHost(Spot spot)
    {
        if (spot.Note(FaultedWorkerExitsZero.KindNote) != nameof(FaultedWorkerExitsZero.Ignored) || LookAtWorkers(spot) is not { } root) return null;
        var ignored = root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.Name.Identifier.ValueText == "Ignore" && access.Expression.ToString().EndsWith("BackgroundServiceExceptionBehavior", StringComparison.Ordinal))
            .ToArray();
        return ignored.Length == 0 ? null : root.ReplaceNodes(ignored, (access, _) => access.WithName(SyntaxFactory.IdentifierName("StopHost")));
    }

    /// <summary>The host logs what leaves ExecuteAsync, and stops; what it lacks is an exit code. Not open where Main returns one, which wins.</summary>
    private static SyntaxNode? SetInWorkers(Spot spot)
    {
        if (spot.Note(FaultedWorkerExitsZero.KindNote) is not null || spot.Note(FaultedWorkerExitsZero.ServicesNote) is not { } names) return null;
        if (spot.Model.Compilation.GetEntryPoint(spot.Cancellation) is not { } main || EntryPoint.ReturnsCode(main)) return null;
        var services = names.Split(',');
        var methods = spot.Root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.Identifier.ValueText == "ExecuteAsync" && method.Parent is TypeDeclarationSyntax type && services.Contains(type.Identifier.ValueText))
            .ToArray();
        return methods.Length == services.Length && methods.All(IsOpen)
            ? Usings.Ensure(spot.Root.ReplaceNodes(methods, (method, _) => Loud(method, spot)), spot, "System.Environment")
            : null;
    }

    private static bool IsOpen(MethodDeclarationSyntax execute) =>
        execute is { Body: not null, ParameterList.Parameters: { Count: 1 } parameters } && execute.Modifiers.Any(SyntaxKind.AsyncKeyword) && parameters[0].Identifier.ValueText != "_";

    private static MethodDeclarationSyntax Loud(MethodDeclarationSyntax execute, Spot spot)
    {
        var made = (TryStatementSyntax)Pattern.Statement($$"""
            try
            {
            }
            catch (Exception) when (!{{execute.ParameterList.Parameters[0].Identifier.Text}}.IsCancellationRequested)
            {
                Environment.ExitCode = {{Code(spot)}};
                throw;
            }
            """, spot.NewLine);
        var body = Handler.Open(execute.Body!, spot.NewLine);
        // Each statement is laid out anew, a level deeper, with the comments at the end.
        var block = made.Block
            .WithStatements(SyntaxFactory.List(body.Statements.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation))))
            .WithCloseBraceToken(made.Block.CloseBraceToken.WithLeadingTrivia(body.CloseBraceToken.LeadingTrivia.Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
        return execute.WithBody(body
            .WithStatements(SyntaxFactory.SingletonList<StatementSyntax>(made.WithBlock(block).WithAdditionalAnnotations(Formatter.Annotation)))
            .WithCloseBraceToken(body.CloseBraceToken.WithLeadingTrivia(body.CloseBraceToken.LeadingTrivia.Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))));
    }

    private static string Code(Spot spot) => spot.Note(FaultedWorkerExitsZero.CodeNote) ?? "1";
}
