using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Has the server go on for a while when the application is told to stop: behind the statement that builds it, or before the one that runs it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NoDrainBeforeStopFixer() : ProductionFixer(
    NoDrainBeforeStop.Rule,
    new Remedy("Go on serving for a while before the server stops", spot => Task.FromResult(GoOn(spot))))
{
    private static SyntaxNode? GoOn(Spot spot)
    {
        if (RunStatement.At(spot) is not { } run || spot.Note(NoDrainBeforeStop.DelayNote) is not { } seconds) return null;
        var lifetime = run.IsWebApplication ? $"{run.Host}.Lifetime" : $"{run.Host}.Services.GetRequiredService<IHostApplicationLifetime>()";
        var waiting = $"""
            // Requests are still routed here for some seconds after SIGTERM.
            {lifetime}.ApplicationStopping.Register(() => Thread.Sleep(TimeSpan.FromSeconds({seconds})));
            """;
        var root = Built(run, spot) is { } built
            ? Behind(spot.Root, built, Pattern.Statement(waiting, spot.NewLine), spot.NewLine)
            : run.With(waiting, "");
        root = Usings.Ensure(root, spot, "System.Threading.Thread", "System.TimeSpan");
        return run.IsWebApplication ? root : Usings.Ensure(root, spot, "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "Microsoft.Extensions.Hosting.IHostApplicationLifetime");
    }

    /// <summary>The statement that builds the host which is run, beside it or around it.</summary>
    private static LocalDeclarationStatementSyntax? Built(RunStatement run, Spot spot) =>
        spot.Enclosing<StatementSyntax>()?.AncestorsAndSelf().OfType<StatementSyntax>()
            .TakeWhile(statement => statement is not LocalFunctionStatementSyntax)
            .SelectMany(Siblings)
            .OfType<LocalDeclarationStatementSyntax>()
            .FirstOrDefault(statement => statement.Declaration.Variables.Any(variable => variable.Identifier.Text == run.Host && variable.Initializer?.Value is InvocationExpressionSyntax));

    private static IEnumerable<StatementSyntax> Siblings(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement),
        _ => [],
    };

    private static SyntaxNode Behind(SyntaxNode root, StatementSyntax built, StatementSyntax added, string newLine)
    {
        if (built.Parent is GlobalStatementSyntax global) return root.InsertNodesAfter(global, new[] { SyntaxFactory.GlobalStatement(added) });
        var block = (BlockSyntax)built.Parent!;
        return root.ReplaceNode(block, Handler.Open(block.WithStatements(block.Statements.Insert(block.Statements.IndexOf(built) + 1, added)), newLine));
    }
}
