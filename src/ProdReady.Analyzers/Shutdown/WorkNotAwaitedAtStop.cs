using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// StartAsync began a loop and StopAsync returned a completed task. Each deployment reported a clean shutdown and cut a transfer in half.
/// Left alone: tasks that anything reads, work that shares with the stop what the stop waits for, what is handed to somebody else, things that the stop or unknown code uses.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkNotAwaitedAtStop() : ProductionRule(Rule, DroppedTask, ThreadNotJoined, GoesOnFiring)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD207", Concern.Shutdown, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "Work is started and not waited for at stop",
        message: "Nobody waits for '{0}' when '{1}' stops: the host reports a clean shutdown and ends the process while it is at work; cancel it in StopAsync and await it");

    internal static readonly DiagnosticDescriptor DroppedTask = Describe.Variant(Rule,
        "Nobody can wait for '{0}' when '{1}' stops: the host reports a clean shutdown and ends the process while it is at work; keep the task, and in StopAsync cancel it and await it");

    internal static readonly DiagnosticDescriptor ThreadNotJoined = Describe.Variant(Rule,
        "Nobody waits for the thread '{0}' when '{1}' stops: the host reports a clean shutdown while it is at work; tell it to end in StopAsync and join it with a timeout");

    internal static readonly DiagnosticDescriptor GoesOnFiring = Describe.Variant(Rule,
        "'{0}' goes on when '{1}' stops and calls into services that are disposed of already; dispose of it in StopAsync");

    /// <summary>The names under which the fixer finds what was started, and whether it goes on until it is told to stop.</summary>
    internal const string KindNote = "kind";
    internal const string KeptNote = "kept";
    internal const string LoopNote = "loops";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Hosted.None || known.Kind == ProjectKind.Excluded) return;

        var unwaited = new UnwaitedWork(known);
        var forgotten = new ForgottenWork(known);
        watch.OnBody(body => known.Hosted.IsHosted(body.Owner.ContainingType) && unwaited.MayBeginIn(body.Block) && known.Hosted.Of(body) is { } type ? In(body, type) : []);

        IEnumerable<Finding> In(Body body, HostedType type) => unwaited.In(type)
            .Where(work => work.Where.Syntax.SyntaxTree == body.Block.Syntax.SyntaxTree && body.Block.Syntax.Span.Contains(work.Where.Syntax.Span))
            .Select(work => new Finding(Place(work), Subject(work), type.Type.Name)
            {
                Wording = Wording(work),
                Severity = unwaited.IsBrief(work) ? Info : null,
                Learned = Finding.Notes(
                    (KindNote, work.Kind.ToString()),
                    (KeptNote, work.Kept?.Name),
                    (LoopNote, work.Where is IInvocationOperation call && work.Kind == BegunKind.Task && forgotten.Loops(call) ? "true" : null)),
            });
    }

    private static DiagnosticDescriptor? Wording(BegunWork work) => work.Kind switch
    {
        BegunKind.Task => work.Kept is null ? DroppedTask : null,
        BegunKind.Thread => ThreadNotJoined,
        _ => GoesOnFiring,
    };

    private static string Subject(BegunWork work) => work.Kept?.Name ?? Names.Text(work.Where);

    /// <summary>The variable that keeps it, where it is set; else the call or the type that is made.</summary>
    private static SyntaxNodeOrToken Place(BegunWork work)
    {
        if (work.Kept is not null && work.Kind != BegunKind.Listener)
        {
            var holder = work.Where.Syntax.AncestorsAndSelf().FirstOrDefault(node => node is AssignmentExpressionSyntax or VariableDeclaratorSyntax or PropertyDeclarationSyntax);
            if (holder is AssignmentExpressionSyntax { Left: var left }) return left;
            if (holder is VariableDeclaratorSyntax variable) return variable.Identifier;
            if (holder is PropertyDeclarationSyntax property) return property.Identifier;
        }

        return work.Where.Syntax is ObjectCreationExpressionSyntax { Type: var made } ? made : Names.Called(work.Where);
    }
}
