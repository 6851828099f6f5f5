using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// A hundred and fifty requests came at once, each blocked its thread for half a second, and the health check behind them got no answer for thirty: the orchestrator
/// restarted the service, again and again.
/// Left alone: tasks that may be done, timeouts of less than a twentieth of a second, code that no request, message or probe is seen to reach, work handed to other threads.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SyncOverAsyncOnRequestPath() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD408", Concern.Hangs, Blast.Process, new At(null, Info, Warning, Warning),
        title: "A request blocks a thread of the pool",
        message: "'{0}' blocks a thread of the pool for each {1} ({2}); a burst of them leaves none for health checks and all other work: await instead");

    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(50);

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;
        var requests = known.RequestPaths;
        if (requests.None) return;

        var blocking = known.Blocking;
        var ways = new Ways(known, requests);
        var tasks = known.Calls(WaitApis.WaitForTask);
        var sleeps = known.Calls(WaitApis.Sleep);
        watch.OnCall([tasks, sleeps], Look);
        watch.On<IPropertyReferenceOperation>(OperationKind.PropertyReference, property =>
            tasks.Has(property.Property) ? Look(property) : null);

        Finding? Look(IOperation operation) =>
            blocking.At(operation) is { } wait && IsNoticed(wait) && ways.To(operation) is { } way
                ? new Finding(Place(operation), wait.Name, NameOf(way.From.For), way.To(wait)) { Also = way.Places }
                : null;
    }

    /// <summary>A sleep whose length cannot be seen may be short; a task may take as long as it likes.</summary>
    private static bool IsNoticed(Wait wait) =>
        wait.Limit is { } limit ? limit >= Noticeable || Durations.IsInfinite(limit) : wait.For == WaitsFor.Task;

    private static SyntaxNodeOrToken Place(IOperation operation) => operation.Syntax switch
    {
        Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax member => member.Name,
        Microsoft.CodeAnalysis.CSharp.Syntax.MemberBindingExpressionSyntax member => member.Name,
        _ => Names.Called(operation),
    };

    private static string NameOf(EnteredFor what) => what switch
    {
        EnteredFor.Message => "message",
        EnteredFor.Probe => "probe",
        _ => "request",
    };
}
