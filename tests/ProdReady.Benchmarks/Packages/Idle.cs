using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProdReady.Benchmarks.Packages;

/// <summary>An analyzer that is called and does nothing: what Roslyn's driver costs by itself.</summary>
#pragma warning disable RS1001, RS2008 // It is not meant to be found, and never released.
internal sealed class Idle(Action<AnalysisContext> register) : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("IDLE", "Idle", "Idle", "Idle", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static AnalyzerPackage OnSyntax { get; } = Package("empty syntax analyzer", context =>
        context.RegisterSyntaxNodeAction(_ => { }, SyntaxKind.InvocationExpression, SyntaxKind.CatchClause));

    public static AnalyzerPackage OnOperations { get; } = Package("empty operation analyzer", context =>
        context.RegisterOperationAction(_ => { }, OperationKind.Invocation, OperationKind.CatchClause));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        register(context);
    }

    private static AnalyzerPackage Package(string name, Action<AnalysisContext> register) => new(name, [new Idle(register)], []);
}
