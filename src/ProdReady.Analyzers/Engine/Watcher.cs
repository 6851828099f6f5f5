using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Facts;

namespace ProdReady.Engine;

/// <summary>
/// What a rule may ask for, and the only type that touches Roslyn's registration. Callbacks return findings; they never report.
/// </summary>
internal sealed class Watcher(CompilationStartAnalysisContext start, DiagnosticDescriptor rule)
{
    /// <summary>Where a path is allowed to break, only what takes the process down is kept.</summary>
    internal static readonly Option<bool> OkToBreak = Options.Flag(
        "prodready.ok_to_break", false, "Keeps, for the paths it is set for, only rules whose failure takes the whole process down.");

    private readonly bool _takesProcessDown = Describe.BlastOf(rule) == Blast.Process;

    /// <summary>What is known about the compilation: its types, its APIs, its kind.</summary>
    public Known Known { get; } = Known.About(start.Compilation, start.Options, start.CancellationToken);

    /// <summary>Looks at every operation of one kind.</summary>
    public void On<TOperation>(OperationKind kind, Func<TOperation, Finding?> look)
        where TOperation : class, IOperation =>
        start.RegisterOperationAction(
            context =>
            {
                // Called for each operation of the compilation: no closure and no list on the way.
                try
                {
                    if (look((TOperation)context.Operation) is { } finding && IsWanted(finding)) context.ReportDiagnostic(finding.ToDiagnostic(rule));
                }
                catch (Exception cause) when (cause is not OperationCanceledException)
                {
                    throw new RuleCrash(rule, context.Operation.Syntax.GetLocation(), cause);
                }
            },
            kind);

    /// <summary>Looks at every body: of a method, an accessor, an initializer, or the top-level statements.</summary>
    public void OnBody(Func<Body, IEnumerable<Finding>> look) =>
        start.RegisterOperationBlockAction(context =>
        {
            foreach (var block in context.OperationBlocks)
            {
                // Called for each body of the compilation: no closure and no list on the way.
                try
                {
                    foreach (var finding in look(new Body(context.OwningSymbol, block)))
                    {
                        if (IsWanted(finding)) context.ReportDiagnostic(finding.ToDiagnostic(rule));
                    }
                }
                catch (Exception cause) when (cause is not OperationCanceledException)
                {
                    throw new RuleCrash(rule, block.Syntax.GetLocation(), cause);
                }
            }
        });

    /// <summary>Concludes once everything was seen. Such findings do not show while typing: for defects that have no place of their own.</summary>
    public void AtEnd(Func<CompilationAnalysisContext, IEnumerable<Finding>> conclude) =>
        start.RegisterCompilationEndAction(context =>
        {
            try
            {
                foreach (var finding in conclude(context))
                {
                    if (IsWanted(finding)) context.ReportDiagnostic(finding.ToDiagnostic(rule));
                }
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                throw new RuleCrash(rule, Location.None, cause);
            }
        });

    /// <summary>The value of <paramref name="option"/> for the file of <paramref name="where"/>.</summary>
    public T Read<T>(Option<T> option, IOperation where) => Known.Read(option, where.Syntax.SyntaxTree);

    private bool IsWanted(Finding finding) =>
        _takesProcessDown || finding.Where.SourceTree is not { } tree || !Known.Read(OkToBreak, tree);
}
