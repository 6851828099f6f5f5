using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Health;

/// <summary>
/// The database accepted connections and never answered. The readiness probe hung with it, one request more each ten seconds, and the report that was to say what is wrong was never written.
/// Left alone: checks with a timeout, applications where something may limit all of them, checks that wait for nothing outside, calls with a token or a time of their own.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HealthCheckCanHang() : ProductionRule(Rule, NoToken, TakesNoToken, Blocks)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD504", Concern.Health, Blast.Process, new At(null, Info, Info, Warning),
        title: "A health check can hang",
        message: "'{0}' sets no timeout, nor does anything for all checks: when what it asks hangs, the whole probe hangs and names nobody; give the checks a timeout");

    internal static readonly DiagnosticDescriptor NoToken = Describe.Variant(Rule,
        "'{0}' is not given '{1}': when the other side hangs, neither the timeout of the check nor the end of the probe brings it back; pass the token");

    internal static readonly DiagnosticDescriptor TakesNoToken = Describe.Variant(Rule,
        "'{0}' can be given no token, because this check takes none: when the other side hangs, neither the timeout of the check nor the end of the probe brings it back; take a token and pass it");

    internal static readonly DiagnosticDescriptor Blocks = Describe.Variant(Rule,
        "'{0}' holds the thread until the other side answers: when it hangs, no timeout of the check brings it back, and each probe takes another thread; await the call and pass the token");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD504.timeout", 5, 1, 3600, "How many seconds the fix gives each check.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string SecondsNote = "seconds";

    /// <summary>The name under which the fixer finds the token.</summary>
    internal const string TokenNote = "token";

    /// <summary>The note for the fixer that the lambda takes no token yet.</summary>
    internal const string TakesNote = "takes";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var functions = new HealthFunctions(known);
        if (functions.None || known.Kind == ProjectKind.Excluded) return;

        var registrations = new CheckRegistrations(known);
        var limits = new CheckLimits(known);
        var waits = new ProbedWaits(known);
        // What a library registers, its user may limit.
        var isApplication = known.Kind is ProjectKind.Web or ProjectKind.Worker;
        watch.OnCall(call =>
            !functions.MayBeAround(call) ? null : registrations.At(call) is { } registration ? isApplication ? OfRegistration(registration) : null : OfCall(call));

        Finding? OfRegistration(CheckRegistration registration) =>
            IsUnlimited(registration) && IsFirst(registration.Call) && !limits.MayBeSet
                ? new Finding(Names.Called(registration.Call), registration.Call.TargetMethod.Name) { Learned = Finding.Notes((SecondsNote, watch.Read(Timeout, registration.Call).ToString(CultureInfo.InvariantCulture))) }
                : null;

        Finding? OfCall(IInvocationOperation call)
        {
            if (ProbedWaits.IsAwaitedAtOnce(call))
            {
                if (!functions.IsIn(call) || !waits.IsWithoutToken(call)) return null;
                if (TokenOf(call) is { } token) return new Finding(Names.Called(call), Names.Text(call), token) { Wording = NoToken, Learned = Finding.Notes((TokenNote, token)) };
                return call.EnclosingFunction() is IAnonymousFunctionOperation { Symbol.Parameters.IsEmpty: true } lambda && Callees.Taker(lambda) is { } taker && registrations.At(taker) is not null
                    ? new Finding(Names.Called(call), Names.Text(call)) { Wording = TakesNoToken, Learned = Finding.Notes((TakesNote, "")) }
                    : null;
            }

            return waits.Blocks(call) && functions.IsIn(call) ? new Finding(Names.Called(call), Names.Text(call)) { Wording = Blocks, Learned = Finding.Notes((TokenNote, TokenOf(call))) } : null;
        }

        bool IsUnlimited(CheckRegistration registration) =>
            registration.Timeout is null && (registration.IsDatabase
                || (registration.Check is { } check ? functions.Entry(check) is { } entry && waits.Has(known.Bodies.Of(entry)!)
                : registration.Code is { } code ? waits.Has(code)
                : !known.Calls(HealthCheckApis.Add).Has(registration.Call.TargetMethod)));

        // One report for each function that registers: the fix is the same for all.
        bool IsFirst(IInvocationOperation call) => !(call.EnclosingFunction() ?? call.Root()).Descendants().OfType<IInvocationOperation>()
            .Any(other => Place(other) < Place(call) && registrations.At(other) is { } earlier && IsUnlimited(earlier));
    }

    private static int Place(IInvocationOperation call) => Names.Called(call).SpanStart;

    /// <summary>The name of the token that the function around the call was given.</summary>
    private static string? TokenOf(IInvocationOperation call)
    {
        var symbol = call.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart);
        for (; symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (method.Parameters.FirstOrDefault(parameter => parameter.Type.Name == "CancellationToken" && parameter.Name is not ("" or "_")) is { } token) return token.Name;
            if (method.IsStatic) return null;
        }

        return null;
    }
}
