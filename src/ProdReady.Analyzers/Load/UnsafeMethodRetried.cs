using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Load;

/// <summary>
/// The payment service was slow, and its client's resilience handler sent the request again when its time was up. The service had done the first one, and did the second.
/// Left alone: clients that only read, that send a key by which the other side knows a request again, or of which somebody has said what is repeated; clients that cannot be seen.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsafeMethodRetried() : ProductionRule(Rule, OfAllClients)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD604", Concern.Load, Blast.Request, new At(Info, Info, Warning, Warning),
        title: "A request that changes something is repeated",
        message: "'{0}' also repeats '{1}': a request that took too long may have been done, and is then done twice; disable retries for unsafe methods");

    internal static readonly DiagnosticDescriptor OfAllClients = Describe.Variant(Rule,
        "'{0}' repeats the requests of all clients, whatever their method: a POST that took too long may have been done, and is then done twice; disable retries for unsafe methods");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var repeat = known.Calls(ResilienceApis.Repeat);
        if (repeat.None || known.Kind == ProjectKind.Excluded) return;

        var requests = new RepeatedRequests(known);
        watch.OnCall(repeat, call =>
            requests.By(call) is var (request, isOfAll)
                ? new Finding(Names.Called(call), call.TargetMethod.Name, request) { Wording = isOfAll ? OfAllClients : null, Severity = isOfAll ? Info : null }
                : null);
    }
}
