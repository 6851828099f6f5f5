using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// After a deployment the service printed nothing, opened no port and did not hear SIGTERM: a hosted service waited in StartAsync for a machine that was gone.
/// Left alone: work that is started and kept, waits with the token, loops with a limit or that look at a token to try again, what other assemblies do.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartAsyncBlocksHost() : ProductionRule(Rule, Unheard, Delayed, Synchronous)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD106", Concern.Startup, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "The start of a hosted service does not come back",
        message: "'{0}' never ends, and {1} waits for it: the host never finishes its start and nothing says why; move the work to BackgroundService.ExecuteAsync");

    internal static readonly DiagnosticDescriptor Unheard = Describe.Variant(Rule,
        "{1} waits for '{0}' without its token: until that ends, the host does not finish its start, says nothing and ignores SIGTERM; wait with the token, or move the work to BackgroundService.ExecuteAsync");

    internal static readonly DiagnosticDescriptor Delayed = Describe.Variant(Rule,
        "{1} lets time pass with '{0}': the services behind it start only when that is over; move the work to BackgroundService.ExecuteAsync");

    internal static readonly DiagnosticDescriptor Synchronous = Describe.Variant(Rule,
        "{1} comes to '{0}' without an await before it: until .NET 10 the host waits for that in StartAsync, so it never starts; begin with await Task.Yield()");

    /// <summary>From this version on the host runs <c>ExecuteAsync</c> on another thread from its first line. https://learn.microsoft.com/dotnet/core/compatibility/extensions/10.0/backgroundservice-executeasync-task</summary>
    private const int FirstOnThread = 10;

    /// <summary>The name under which the fixer finds what is wrong.</summary>
    internal const string KindNote = "kind";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Hosted.None || known.Kind == ProjectKind.Excluded) return;

        var stalls = new StartStalls(known);
        var isOnThread = known.Type(WorkerApis.BackgroundService) is not { ContainingAssembly.Identity.Version.Major: < FirstOnThread };
        var work = new WorkBeforeAwait(known);
        watch.OnBody(body => IsExecute(body.Owner) && known.Hosted.IsHosted(body.Owner.ContainingType)
            ? isOnThread || known.Hosted.Of(body) is null || work.In(body.Block) is not { } loop ? [] : [OfExecute((IMethodSymbol)body.Owner, loop)]
            : known.Hosted.Of(body, HostedPhase.Start) is { } type ? OfStarts(body, type) : []);

        IEnumerable<Finding> OfStarts(Body body, HostedType type) => stalls.In(type).Where(stall => IsIn(stall.Place, body)).Select(OfStart);
    }

    private static bool IsExecute(ISymbol member) => member is IMethodSymbol { Name: "ExecuteAsync", IsOverride: true, Parameters.Length: 1 };

    private static bool IsIn(IOperation place, Body body) =>
        place.Syntax.SyntaxTree == body.Block.Syntax.SyntaxTree && body.Block.Syntax.Span.Contains(place.Syntax.Span);

    private static Finding OfStart(StartStall stall) => new(Place(stall.Place), string.Join(" -> ", stall.Calls.Select(call => Wait.NameOf(call.Target)).Append(Text(stall.Where))), NameOf(stall.Step))
    {
        Wording = stall.Kind switch
        {
            StartLength.Unbounded => Unheard,
            StartLength.Delayed => Delayed,
            _ => null,
        },
        Severity = stall.Kind == StartLength.Delayed ? Info : null,
        Also = stall.Calls.IsEmpty ? ImmutableArray<Location>.Empty : ImmutableArray.Create(stall.Where.Syntax.GetLocation()),
        Learned = Finding.Notes((KindNote, stall.Kind.ToString())),
    };

    private static Finding OfExecute(IMethodSymbol execute, ILoopOperation loop) => new(execute.Locations[0], Text(loop), Wait.NameOf(execute))
    {
        Wording = Synchronous,
        Also = ImmutableArray.Create(loop.Syntax.GetLocation()),
        Learned = Finding.Notes((KindNote, nameof(Synchronous))),
    };

    private static string NameOf(IMethodSymbol step) => step.Name.Substring(step.Name.LastIndexOf('.') + 1);

    /// <summary>The head of a loop, or the whole of anything else.</summary>
    private static string Text(IOperation stall) => stall.Syntax switch
    {
        DoStatementSyntax loop => $"while ({Names.Text(loop.Condition)})",
        WhileStatementSyntax loop => $"while ({Names.Text(loop.Condition)})",
        CommonForEachStatementSyntax loop => $"foreach (... in {Names.Text(loop.Expression)})",
        ForStatementSyntax => "for (;;)",
        _ => Names.Text(stall is IAwaitOperation awaited ? awaited.Operation.Bare() : stall),
    };

    private static SyntaxNodeOrToken Place(IOperation stall) => stall switch
    {
        IWhileLoopOperation { Syntax: DoStatementSyntax loop } => loop.WhileKeyword,
        ILoopOperation => stall.Syntax is CommonForEachStatementSyntax each ? each.ForEachKeyword : stall.Syntax.GetFirstToken(),
        IAwaitOperation awaited => awaited.Operation.Bare().Syntax,
        _ => Names.Called(stall),
    };
}
