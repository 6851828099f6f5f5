using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Telemetry;

/// <summary>Adds the name where OpenTelemetry is set up, if that is in the same file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MeterNotRegisteredFixer() : ProductionFixer(
    MeterNotRegistered.Rule,
    new Remedy("Add it to OpenTelemetry", spot => Task.FromResult(Add(spot))))
{
    private static SyntaxNode? Add(Spot spot)
    {
        if (spot.Note(MeterNotRegistered.NameNote) is not { } name) return null;
        var isSource = IsSource(spot);
        var (setUp, create, add) = isSource ? ("WithTracing", "CreateTracerProviderBuilder", "AddSource") : ("WithMetrics", "CreateMeterProviderBuilder", "AddMeter");
        var calls = spot.Root.DescendantNodes().OfType<InvocationExpressionSyntax>().ToArray();
        var text = SymbolDisplay.FormatLiteral(name, quote: true);

        if (calls.FirstOrDefault(call => Flow.Names.Of(call) == create) is { } created)
            return spot.Root.ReplaceNode(created, Pattern.Expression($"{created.WithoutTrivia()}.{add}({text})").WithTriviaFrom(created));
        if (calls.FirstOrDefault(call => Flow.Names.Of(call) == setUp) is not { } with) return null;
        if (with.ArgumentList.Arguments.Count == 0)
        {
            var word = isSource ? "tracing" : "metrics";
            return spot.Root.ReplaceNode(with.ArgumentList, SyntaxFactory.ParseArgumentList($"({word} => {word}.{add}({text}))").WithTriviaFrom(with.ArgumentList));
        }

        return with.ArgumentList.Arguments[0].Expression switch
        {
            SimpleLambdaExpressionSyntax { ExpressionBody: { } body } => spot.Root.ReplaceNode(body, Pattern.Expression($"{body.WithoutTrivia()}.{add}({text})").WithTriviaFrom(body)),
            SimpleLambdaExpressionSyntax { Block: { } block, Parameter.Identifier.Text: var builder } => spot.Root.ReplaceNode(block, block.AddStatements(Pattern.Statement($"{builder}.{add}({text});", spot.NewLine))),
            _ => null,
        };
    }

    private static bool IsSource(Spot spot) =>
        spot.Enclosing<BaseObjectCreationExpressionSyntax>() is { } creation && spot.Model.GetTypeInfo(creation, spot.Cancellation).Type?.Name == "ActivitySource";
}
