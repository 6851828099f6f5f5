using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;
using ProdReady.Ratchet;

namespace ProdReady.Engine;

/// <summary>
/// What a rule may ask for, and the only type that touches Roslyn's registration. Callbacks return findings; they never report.
/// </summary>
internal sealed class Watcher(CompilationStartAnalysisContext start, DiagnosticDescriptor rule)
{
    private readonly bool _isOfCode = rule.Category != "ProdReady." + Concern.Configuration;

    /// <summary>What is known about the compilation: its types, its APIs, its kind.</summary>
    public Known Known { get; } = Known.About(start.Compilation, start.Options, start.CancellationToken);

    /// <summary>The findings that the project has listed as old. Null in most projects, and then there is nothing to do.</summary>
    private readonly Baseline? _baseline = Known.About(start.Compilation, start.Options, start.CancellationToken).Baseline?.WatchedBy(rule);

    /// <summary>What is done with each body.</summary>
    private readonly List<Action<OperationBlockAnalysisContext>> _bodies = [];

    /// <summary>What is done with the operations of each body, by their number.</summary>
    private readonly List<(int Number, Func<IOperation, Finding?> Look)> _operations = [];

    /// <summary>Looks at every operation of one kind.</summary>
    public void On<TOperation>(OperationKind kind, Func<TOperation, Finding?> look)
        where TOperation : class, IOperation =>
        _operations.Add((BodyOperations.NumberOf(kind), operation => look((TOperation)operation)));

    /// <summary>Looks at every call.</summary>
    public void OnCall(Func<IInvocationOperation, Finding?> look) => OnCall(BodyOperations.NumberOf(OperationKind.Invocation), look);

    /// <summary>Looks at every call of a member of <paramref name="apis"/>.</summary>
    public void OnCall(ApiSet apis, Func<IInvocationOperation, Finding?> look) => OnCall(apis.Names, call => apis.Has(call.TargetMethod) ? look(call) : null);

    /// <summary>Looks at every call of a member of one of the sets.</summary>
    public void OnCall(ApiSet[] apis, Func<IInvocationOperation, Finding?> look) => OnCall(apis.SelectMany(set => set.Names), call => ApiSet.AnyHas(apis, call.TargetMethod) ? look(call) : null);

    /// <summary>Looks at every call by one of <paramref name="names"/>.</summary>
    public void OnCall(IEnumerable<string> names, Func<IInvocationOperation, Finding?> look) => OnCall(Known.Operations.NumberOf(names.Distinct().ToArray()), look);

    /// <summary>Looks at every body: of a method, an accessor, an initializer, or the top-level statements.</summary>
    public void OnBody(Func<Body, IEnumerable<Finding>> look) =>
        _bodies.Add(context =>
        {
            foreach (var block in context.OperationBlocks)
            {
                // Called for each body of the compilation: no closure and no list on the way.
                try
                {
                    var found = look(new Body(context.OwningSymbol, block));
                    // Nearly always nothing, and to go through an array that passes for something else costs more than to ask.
                    if (found is Finding[] { Length: 0 }) continue;
                    foreach (var finding in found) Report(finding, context.ReportDiagnostic);
                }
                catch (Exception cause) when (cause is not OperationCanceledException)
                {
                    throw new RuleCrash(rule, block.Syntax.GetLocation(), cause);
                }
            }
        });

    /// <summary>Looks at every file that is not generated.</summary>
    public void OnFile(Func<SemanticModel, IEnumerable<Finding>> look) =>
        start.RegisterSemanticModelAction(context =>
        {
            try
            {
                foreach (var finding in look(context.SemanticModel)) Report(finding, context.ReportDiagnostic);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                throw new RuleCrash(rule, Location.Create(context.SemanticModel.SyntaxTree, default), cause);
            }
        });

    /// <summary>Looks at every type that is declared in code somebody has written.</summary>
    public void OnType(Func<INamedTypeSymbol, IEnumerable<Finding>> look) =>
        start.RegisterSymbolAction(
            context =>
            {
                try
                {
                    foreach (var finding in look((INamedTypeSymbol)context.Symbol)) Report(finding, context.ReportDiagnostic);
                }
                catch (Exception cause) when (cause is not OperationCanceledException)
                {
                    throw new RuleCrash(rule, context.Symbol.Locations[0], cause);
                }
            },
            SymbolKind.NamedType);

    /// <summary>Concludes once everything was seen. Such findings do not show while typing: for defects that have no place of their own.</summary>
    public void AtEnd(Func<CompilationAnalysisContext, IEnumerable<Finding>> conclude) =>
        start.RegisterCompilationEndAction(context =>
        {
            try
            {
                foreach (var finding in conclude(context)) Report(finding, context.ReportDiagnostic);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                throw new RuleCrash(rule, Location.None, cause);
            }
        });

    /// <summary>Registers what the rule does with bodies: all of it at once, because Roslyn takes its time over each registration for each body.</summary>
    public void Begin()
    {
        if (_operations.Count > 0) _bodies.Add(LookAtOperations());
        if (_bodies.Count == 1) start.RegisterOperationBlockAction(_bodies[0]);
        if (_bodies.Count < 2) return;
        var looks = _bodies.ToArray();
        start.RegisterOperationBlockAction(context =>
        {
            foreach (var look in looks) look(context);
        });
    }

    /// <summary>The value of <paramref name="option"/> for the file of <paramref name="where"/>.</summary>
    public T Read<T>(Option<T> option, IOperation where) => Known.Read(option, where.Syntax.SyntaxTree);

    // Not by way of the generic one: what is cast to a type that only the runtime knows is cast slowly, and of calls there are the most.
    private void OnCall(int number, Func<IInvocationOperation, Finding?> look) => _operations.Add((number, operation => look((IInvocationOperation)operation)));

    private Action<OperationBlockAnalysisContext> LookAtOperations()
    {
        var operations = Known.Operations;
        var looks = _operations.ToArray();
        var last = looks.Max(each => each.Number);
        return context =>
        {
            var index = operations.Of(context.OperationBlocks, last);
            IOperation? operation = null;
            try
            {
                foreach (var (number, look) in looks)
                {
                    var end = index.End(number);
                    for (var place = index.Start(number); place < end; place++)
                    {
                        // Called for each operation of the compilation: no closure and no list on the way.
                        operation = index.At(place);
                        if (look(operation) is { } finding) Report(finding, context.ReportDiagnostic);
                    }
                }
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                throw new RuleCrash(rule, operation?.Syntax.GetLocation() ?? Location.None, cause);
            }
        };
    }

    private void Report(Finding finding, Action<Diagnostic> report)
    {
        if (GeneratedCode.Holds(finding.Where, Known)) return;
        if (finding.Since is { } since && RulesVersion.IsAfter(since, Known.Property(RulesVersion.Property))) return;
        if (!_isOfCode)
        {
            report(finding.ToDiagnostic(rule));
            return;
        }

        if (OkToBreak.Reason(finding, rule, Known) is { } reason) report(finding.ToSuppressed(rule, (OkToBreak.ReasonNote, reason)));
        else report(_baseline is null ? finding.ToDiagnostic(rule) : finding.ToDiagnostic(rule, _baseline.Notes(rule.Id, finding.Where, Known)));
    }
}
