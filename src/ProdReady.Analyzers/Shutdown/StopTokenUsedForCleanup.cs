using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// The worker stopped as it was told to, and flushed as it was told to: with the token that had just been cancelled. The flush threw before it wrote a byte, and each deployment lost the last batch.
/// Left alone: tokens of their own, the token of StopAsync (it limits the clean-up, which is right), what is flushed or saved for a request that is gone, waits.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopTokenUsedForCleanup() : ProductionRule(Rule, OnTheWayOut, InTheMeantime)
{
    internal const string SecondsNote = "Seconds";

    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD209", Concern.Shutdown, Blast.Request, At.Every(Warning),
        title: "Clean-up is given a token that is cancelled",
        message: "'{0}' is already cancelled here, so '{1}' only throws and what it was to put in order stays as it is; give it a token of its own with a timeout");

    internal static readonly DiagnosticDescriptor OnTheWayOut = Describe.Variant(Rule,
        "When '{0}' is cancelled the code comes here, and '{1}' with that token only throws: what it was to put in order stays as it is; give it a token of its own with a timeout");

    internal static readonly DiagnosticDescriptor InTheMeantime = Describe.Variant(Rule,
        "When '{0}' is cancelled while the message is worked on, '{1}' with that token only throws: what is done already is delivered again; give it a token of its own with a timeout");

    internal static readonly Option<int> Seconds = Options.Number(
        "prodready.PRD209.clean_up_seconds", 10, 1, 600, "The time the fix gives the clean-up, in seconds; it must fit in the ShutdownTimeout of the host.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var cleanUps = new CleanUps(known);
        var tokens = new CancelledTokens(known);
        var keys = known.TokenKeys;
        var wayOut = new WayOut(known);
        var stops = new StopTokens(known);
        watch.OnCall(call =>
        {
            if (keys.Given(call) is not { } token) return null;
            if (cleanUps.Of(call.TargetMethod) == CleanUp.None || !MayMatter(call, token) || tokens.At(call, token.Value) is var cancelled && cancelled == Cancelled.No) return null;
            var matters = cleanUps.Of(call, token) switch
            {
                CleanUp.None => false,
                var cleanUp => cancelled switch
                {
                    // A message whose work was cancelled must come again.
                    Cancelled.Certainly => cleanUp is not (CleanUp.Confirms or CleanUp.Commits) || call.Enclosing<ICatchClauseOperation>() is null,
                    Cancelled.Possibly => wayOut.Matters(call, WayOut.Behind(token.Value), cleanUp),
                    _ => cleanUp == CleanUp.Confirms && stops.Is(token.Value, call),
                },
            };
            return matters ? Describing(call, token.Value, cancelled, watch.Read(Seconds, call)) : null;
        });

        // Before the function is followed.
        bool MayMatter(IInvocationOperation call, IArgumentOperation token) =>
            cleanUps.MayConfirm || tokens.AreSpokenOf(call) && (tokens.MayBeCertain(call) || wayOut.Matters(call, WayOut.Behind(token.Value), cleanUps.Of(call, token)));
    }

    private static Finding Describing(IInvocationOperation call, IOperation token, Cancelled cancelled, int seconds) =>
        new(token.Syntax, Names.Text(token), Names.Called(call).ToString())
        {
            Wording = cancelled switch { Cancelled.Certainly => null, Cancelled.Possibly => OnTheWayOut, _ => InTheMeantime },
            Learned = Finding.Notes((SecondsNote, seconds.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        };
}
