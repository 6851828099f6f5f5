using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// The client had its 202, the deployment came half a second later, and the order was never written: nobody held the task. When it failed on other days, nobody heard of it.
/// Left alone: work that catches its own failures or tells somebody of them, tasks that somebody else holds, continuations, helpers that take the task, clean-up, what only waits.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FireAndForgetWork() : ProductionRule(Rule, RequestToken, HandedOn)
{
    internal const string LoopNote = "Loops";

    /// <summary>The note for the fixer of how much the queue holds.</summary>
    internal const string CapacityNote = "Capacity";

    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD205", Concern.Shutdown, Blast.Request, new At(null, Info, Warning, Warning),
        title: "Work is started and forgotten",
        message: "Nobody holds the task of '{0}': when it fails nobody hears of it, and SIGTERM ends it halfway; await it, or keep the task and log its failure");

    internal static readonly DiagnosticDescriptor RequestToken = Describe.Variant(Rule,
        "Nobody holds the task of '{0}', and it is given the token of the request: it is cancelled when the client goes away, and when it fails nobody hears of it; await it, or give it a token of its own and log its failure");

    internal static readonly DiagnosticDescriptor HandedOn = Describe.Variant(Rule,
        "The task of '{0}' is handed on in place of its result and nobody awaits it: when it fails nobody hears of it; await it");

    internal static readonly Option<int> QueueCapacity = Options.Number(
        "prodready.PRD205.queue_capacity", 1000, 1, 1000000, "How much work the queue that the fix writes holds before it makes callers wait.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var work = new ForgottenWork(known);
        var unwaited = new UnwaitedWork(known);
        var requests = new Lazy<RequestTokens>(() => new RequestTokens(known));
        watch.On<IExpressionStatementOperation>(OperationKind.ExpressionStatement, statement =>
        {
            if (Dropped.Task(statement) is not { } call || !work.IsLost(call)) return null;
            // In async code the compiler says so itself (CS4014), unless the author wrote _ =.
            if (!Dropped.IsDiscard(statement) && statement.IsInAsyncCode()) return null;
            // At the work of a hosted service that goes on, the stop is what matters (PRD207).
            if (unwaited.Has(call)) return null;
            return new Finding(Names.Called(call), Names.Text(call))
            {
                Wording = requests.Value.AreGivenTo(call) ? RequestToken : null,
                Severity = Dropped.HasReason(statement) ? Info : null,
                Learned = Finding.Notes((LoopNote, work.Loops(call) ? "true" : null), (CapacityNote, watch.Read(QueueCapacity, statement).ToString(System.Globalization.CultureInfo.InvariantCulture))),
            };
        });

        watch.On<IVariableDeclaratorOperation>(OperationKind.VariableDeclarator, variable =>
            variable.Symbol.Type is INamedTypeSymbol { Name: "Task", IsGenericType: true } && variable.GetVariableInitializer()?.Value is IInvocationOperation call
            && ForgottenWork.IsHandedOnAsObject(variable) && work.IsLost(call)
                ? new Finding(Names.Called(call), Names.Text(call)) { Wording = HandedOn }
                : null);
    }
}
