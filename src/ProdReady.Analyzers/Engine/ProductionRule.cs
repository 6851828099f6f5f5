using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProdReady.Engine;

/// <summary>A rule: its descriptor, the options it reads, and its claim. Everything about registration is decided here once.</summary>
public abstract class ProductionRule : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule;

    /// <summary>Takes the rule's descriptor and, where the defect has several shapes, its other wordings.</summary>
    private protected ProductionRule(DiagnosticDescriptor rule, params DiagnosticDescriptor[] wordings)
    {
        _rule = rule;
        SupportedDiagnostics = ImmutableArray.Create(rule).AddRange(wordings);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // Generated code is not looked at. That a finding from elsewhere lies in it is seen by the watcher: Roslyn reads all tokens of a file for the answer.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            // Without the framework no type is what it seems.
            if (start.Compilation.GetSpecialType(SpecialType.System_Object).TypeKind == TypeKind.Error) return;
            var watch = new Watcher(start, _rule);
            Watch(watch);
            watch.Begin();
        });
    }

    /// <summary>States the claim: what is looked at, and what is found there.</summary>
    private protected abstract void Watch(Watcher watch);
}
