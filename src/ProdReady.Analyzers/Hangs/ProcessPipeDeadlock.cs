using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// A nightly import hung for a week: the tool it waited for had printed more than a pipe holds, and waited itself for somebody to read.
/// Left alone: output that is read while waiting, or may be: by an event, a task, a lambda, any code the tool or its reader is handed to; what is not surely redirected.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessPipeDeadlock() : ProductionRule(Rule, OneAtATime, LeftEarly)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD410", Concern.Hangs, Blast.Request, At.Every(Warning),
        title: "A wait for a tool whose output nobody reads",
        message: "'{0}' waits while nobody reads the {1} of the tool: once it has printed 64 KB it stops and never exits; read while waiting");

    internal static readonly DiagnosticDescriptor OneAtATime = Describe.Variant(Rule,
        "'{0}' reads to the end while nobody reads the {1} of the tool: once it has printed 64 KB there, both wait for each other forever; read both at the same time");

    internal static readonly DiagnosticDescriptor LeftEarly = Describe.Variant(Rule,
        "'{0}' waits though the loop that reads the {1} of the tool can be left early: once it has printed another 64 KB it stops and never exits; read the rest first");

    /// <summary>The name under which the fixer finds the pipes to read.</summary>
    internal const string PipesNote = "pipes";

    /// <summary>The name under which the fixer finds how it came to the stall.</summary>
    internal const string KindNote = "kind";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var pipes = new ToolPipes(known);
        watch.OnCall(pipes.Calls, call =>
            pipes.Of(call) is { } stall
                ? new Finding(Names.Called(call), Names.Text(call), stall.Words)
                {
                    Wording = stall.Kind switch { StallKind.OneAtATime => OneAtATime, StallKind.LeftEarly => LeftEarly, _ => Rule },
                    Learned = Finding.Notes((KindNote, stall.Kind.ToString()), (PipesNote, string.Join(",", stall.Pipes.Select(pipe => "Standard" + pipe)))),
                }
                : null);
    }
}
