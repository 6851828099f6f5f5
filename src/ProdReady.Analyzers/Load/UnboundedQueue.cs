using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Load;

/// <summary>
/// The database was slow for ten minutes. The requests put their orders into a queue and went on; the queue took all of them, until the process was killed for its memory
/// and took them with it.
/// Left alone: queues of a method, of small items, of items whose sender waits, of what a type parameter stands for; writers that count; readers that write.
/// Weighs less where items are put in by calls that drop them when there is a limit, and in libraries.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedQueue() : ProductionRule(Rule, Dropping)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD601", Concern.Load, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "A queue has no limit",
        message: "'{0}' takes whatever comes: when its reader is slower than its writers, memory grows until the process is killed, and the items with it; give it a capacity, so that writers wait");

    internal static readonly DiagnosticDescriptor Dropping = Describe.Variant(Rule,
        "'{0}' takes whatever comes: when its reader is slower than its writers, memory grows until the process is killed; give it a capacity, and decide what a writer does when it is full");

    internal static readonly Option<int> Capacity = Options.Number(
        "prodready.PRD601.queue_capacity", 1000, 1, 1000000, "The items a queue may hold, in the fix.");

    /// <summary>The name under which the fixer finds <see cref="Capacity"/>; absent where a limit would drop items.</summary>
    internal const string CapacityNote = "capacity";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var make = known.Calls(QueueApis.MakeUnbounded);
        if (make.None || known.Kind == ProjectKind.Excluded) return;

        var queues = new UnboundedQueues(known);
        watch.OnCall(make, call => Of(call, Names.Called(call)));
        watch.On<IObjectCreationOperation>(OperationKind.ObjectCreation, creation => make.Has(creation.Constructor) ? Of(creation, Created(creation.Syntax)) : null);

        Finding? Of(IOperation making, SyntaxNodeOrToken where)
        {
            var growth = queues.Of(making);
            if (growth == Growth.None) return null;
            var drops = growth == Growth.ThatWouldDrop;
            return new Finding(where, where.ToString())
            {
                Wording = drops ? Dropping : null,
                Severity = drops || known.Kind == ProjectKind.Library ? Info : null,
                Learned = Finding.Notes((CapacityNote, drops ? null : watch.Read(Capacity, making).ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_'))),
            };
        }
    }

    private static SyntaxNodeOrToken Created(SyntaxNode creation) => creation switch
    {
        ObjectCreationExpressionSyntax { Type: var type } => type,
        BaseObjectCreationExpressionSyntax { NewKeyword: var keyword } => keyword,
        _ => creation,
    };
}
