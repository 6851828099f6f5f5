using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// The other side accepted the connection and never answered; somebody had set the client's timeout to infinite, and every worker ended up waiting there.
/// Left alone: streams, clients with a limit for each call or a resilience handler, calls with a token, commands that load, migrate or back up, loops that read whatever comes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutDisabledOrAbsent() : ProductionRule(Rule, NoDeadline, NoConnectTimeout, StalledBody, LongDefault)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD411", Concern.Hangs, Blast.Request, new At(Info, Info, Warning, Warning),
        title: "A wait for another machine has no timeout",
        message: "'{0}' is switched off: a peer that stops answering is waited for forever; set the longest time you are ready to wait");

    internal static readonly DiagnosticDescriptor NoDeadline = Describe.Variant(Rule,
        "'{0}' has no deadline: a server that stops answering is waited for forever; give the call a deadline");

    internal static readonly DiagnosticDescriptor NoConnectTimeout = Describe.Variant(Rule,
        "'{0}' has neither timeout nor token: where packets are dropped it takes as long as the operating system tries, two minutes and more; limit it");

    internal static readonly DiagnosticDescriptor StalledBody = Describe.Variant(Rule,
        "'{0}' reads what HttpClient.Timeout no longer covers, because the answer was only waited for up to its headers: a peer that stalls in the middle is waited for forever; limit it");

    internal static readonly DiagnosticDescriptor LongDefault = Describe.Variant(Rule,
        "'{0}' sets no timeout: a peer that stops answering holds each request for 100 seconds; set a Timeout or add a resilience handler");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD411.timeout", 30, 1, 86400, "The seconds that the fix sets.");

    internal static readonly Option<string> LongCommands = Options.Names(
        "prodready.PRD411.long_commands", "backup,restore,bulk,vacuum,reindex,index,alter,migrat,import,export,archive,purge,seed",
        "Words in a method or in the name of its type by which database commands are known that may take any time.");

    internal static readonly Option<bool> Defaults = Options.Flag(
        "prodready.PRD411.default_timeouts", false, "Also reports clients of AddHttpClient that keep the default of 100 seconds.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string SecondsNote = "seconds";

    /// <summary>That of "CommandTimeout=0".</summary>
    private const int Shortest = 16;

    private static readonly Regex InConnectionString = new(@"(?i)\bcommand ?timeout\s*=\s*0\s*(;|$)");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var (infinite, zero, setCommand, register) = (known.Calls(TimeoutApis.InfiniteIsEndless), known.Calls(TimeoutApis.ZeroIsEndless), known.Calls(TimeoutApis.SetCommandTimeout), known.Calls(TimeoutApis.AddHttpClient));
        var limited = new LimitedElsewhere(known);
        var calls = new RemoteCalls(known);
        watch.On<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, assignment =>
        {
            if (assignment.Target is not IPropertyReferenceOperation { Property: var property } || !property.Name.EndsWith("Timeout", StringComparison.Ordinal)) return null;
            var origin = Origin(property);
            if (!infinite.Has(origin) && !zero.Has(origin) || Durations.Of(assignment.Value) is not { } time) return null;
            if (!(infinite.Has(origin) && Durations.IsInfinite(time)) && !(zero.Has(origin) && time == TimeSpan.Zero)) return null;
            return IsMeant(assignment, origin) ? null : new Finding(assignment.Value.Syntax, Names.Text(assignment.Target)) { Learned = Seconds(assignment) };
        });
        watch.On<ILiteralOperation>(OperationKind.Literal, literal =>
            Text(literal) is { } text && text.IndexOf('=') > 0 && text.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0 && InConnectionString.IsMatch(text) && !limited.IsCommand(literal, Options.Split(watch.Read(LongCommands, literal)))
                ? new Finding(literal.Syntax, "Command Timeout") { Learned = Seconds(literal) }
                : null);
        watch.OnCall([setCommand, register, .. calls.Limited], call =>
        {
            if (setCommand.Has(call.TargetMethod))
                return call.Arguments.Last() is { Value: var value } && Durations.Of(value) == TimeSpan.Zero && !limited.IsCommand(call, Options.Split(watch.Read(LongCommands, call))) ? new Finding(value.Syntax, "CommandTimeout") { Learned = Seconds(call) } : null;
            if (calls.IsUnlimitedConnect(call) && !LimitedElsewhere.IsConnection(call)) return new Finding(Names.Called(call), Names.Text(call)) { Wording = NoConnectTimeout, Learned = Seconds(call) };
            if (calls.IsUnlimitedBody(call) && !LimitedElsewhere.IsConnection(call)) return new Finding(Names.Called(call), Names.Text(call)) { Wording = StalledBody, Learned = Seconds(call) };
            if (register.Has(call.TargetMethod) && watch.Read(Defaults, call) && !limited.IsRegistration(call)) return new Finding(Names.Called(call), Names.Text(call)) { Wording = LongDefault, Severity = Info };
            return null;
        });

        if (calls.MayBeGrpc)
        {
            watch.OnCall(call =>
                calls.IsWithoutDeadline(call) && !limited.IsGrpc ? new Finding(Names.Called(call), Names.Text(call)) { Wording = NoDeadline, Learned = Seconds(call) } : null);
        }

        bool IsMeant(ISimpleAssignmentOperation assignment, IPropertySymbol property) => property.ContainingType.Name switch
        {
            "HttpClient" => limited.IsHttp(assignment),
            "DbCommand" or "IDbCommand" => limited.IsCommand(assignment, Options.Split(watch.Read(LongCommands, assignment))),
            _ => LimitedElsewhere.IsLoop(assignment),
        };

        System.Collections.Immutable.ImmutableDictionary<string, string?> Seconds(IOperation where) =>
            Finding.Notes((SecondsNote, watch.Read(Timeout, where).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The text of a literal as it is written, which is at hand; the constant of each would be made for the question. Most are too short to say what is looked for.</summary>
    private static string? Text(ILiteralOperation literal) => literal.Syntax switch
    {
        { FullSpan.Length: < Shortest } => null,
        LiteralExpressionSyntax { Token: var token } => token.ValueText,
        InterpolatedStringTextSyntax { TextToken: var token } => token.ValueText,
        _ => null,
    };

    /// <summary>The property of the base type that was overridden.</summary>
    private static IPropertySymbol Origin(IPropertySymbol property)
    {
        while (property.OverriddenProperty is { } overridden) property = overridden;
        return property.OriginalDefinition;
    }
}
