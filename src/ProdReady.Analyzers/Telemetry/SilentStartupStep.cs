using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Telemetry;

/// <summary>
/// A service hung at its start and had not printed a line; it took an hour to find out that it waited for a price list from a machine that was down.
/// Left alone: steps after anything was logged or printed, steps that end in a few seconds, what runs on developers' machines only,
/// and steps of which another rule says that they have no end.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SilentStartupStep() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD803", Concern.Telemetry, Blast.Process, new At(Info, Info, Warning, Warning),
        title: "A step of the start may take long and says nothing before",
        message: "'{0}' may take long or never come back, and the start has said nothing before it: a service that hangs there looks dead and nobody learns why; log what is about to happen");

    /// <summary>The name under which the fixer finds what the step is for.</summary>
    internal const string PurposeNote = "purpose";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker)) return;

        var steps = new StartSteps(known);
        var starts = new StartingCode(known);
        var said = new SaidBefore(known);
        var others = new EndlessSteps(known);
        var development = known.DevelopmentOnly;
        watch.OnCall(steps.Names, call =>
            steps.Purpose(call) is { } purpose && starts.Has(call) && !IsSecond(call) && !others.Has(call) && !said.At(call) && !development.Is(call)
                ? new Finding(Names.Called(call), Names.Text(call)) { Learned = Finding.Notes((PurposeNote, purpose)) }
                : null);

        // A log entry before the first step says where the start is.
        bool IsSecond(IInvocationOperation call) => call.Root().Descendants().Any(operation =>
            operation is IInvocationOperation earlier && earlier.Syntax.Span.End <= call.Syntax.SpanStart && steps.Purpose(earlier) is not null && starts.Has(earlier));
    }
}
