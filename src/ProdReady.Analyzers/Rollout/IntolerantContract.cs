using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Configuration;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Rollout;

/// <summary>
/// The first instance of the new version wrote one more member into its messages. Every instance of the old version put each of them into the error queue, until the update was through.
/// Left alone: requests, settings and files that the program reads itself, where rejecting is right; without a baseline all but readers that reject what they do not know.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IntolerantContract() : ProductionRule(Rule, Required, Gone, Retyped, Renumbered, NewName, NewDerived, Rejected, Unrecorded)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD706", Concern.Rollout, Blast.Request, new At(null, null, Info, Warning),
        title: "A contract that the other version cannot read",
        message: "'{0}' makes this version fail on every message that has a member it does not know, as those of the next version will; let readers skip what they do not know");

    internal static readonly DiagnosticDescriptor Required = Describe.Variant(Rule,
        "Reading '{1}' fails without '{0}', which the version in production does not write; make it optional until no such message can come any more");

    internal static readonly DiagnosticDescriptor Gone = Describe.Variant(Rule,
        "'{2}' is gone from '{1}', and the version in production writes and reads it: what it says there is lost; keep it until that version is gone, then record that it was removed");

    internal static readonly DiagnosticDescriptor Retyped = Describe.Variant(Rule,
        "'{0}' of '{1}' was '{2}' in the version in production and is '{3}' now: neither version can read what the other writes; add a member beside it instead");

    internal static readonly DiagnosticDescriptor Renumbered = Describe.Variant(Rule,
        "'{0}' of '{1}' is {2} in the version in production and {3} here: each version takes the values of the other for something else; give it its number back");

    internal static readonly DiagnosticDescriptor NewName = Describe.Variant(Rule,
        "The version in production fails on '{0}', a name of '{1}' that it does not know; ship readers first that take unknown names for a value of their own");

    internal static readonly DiagnosticDescriptor NewDerived = Describe.Variant(Rule,
        "The version in production fails on {2}, a kind of '{1}' that it does not know; ship readers first that set IgnoreUnrecognizedTypeDiscriminators");

    internal static readonly DiagnosticDescriptor Rejected = Describe.Variant(Rule,
        "The version in production rejects a '{1}' with '{0}', a member that it does not know; ship readers first that skip what they do not know");

    internal static readonly DiagnosticDescriptor Unrecorded = Describe.Variant(Rule,
        "'{1}' is not recorded in ProdReady.Contracts.Unshipped.txt as it is now, so nobody will notice when a later change breaks it; record it");

    internal static readonly Option<string> Contracts = Options.Patterns(
        "prodready.PRD706.contracts", "Types that another process or version reads, by full name as in Contoso.Messages.*, beside those that are found.");

    /// <summary>The lines of a change, for the fixer that records it; what the shipped version has for numbers, for the one that gives them back.</summary>
    internal const string BeforeNote = "before";
    internal const string NowNote = "now";
    internal const string NumbersNote = "numbers";
    internal const string UnrecordedNote = "unrecorded";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var rejects = StrictReaders.MayExist(known);
        if (!rejects && !ContractFiles.Exist(known.AnalyzerOptions) || known.Kind == ProjectKind.Excluded) return;

        var readings = new Readings(known);
        var types = new ContractTypes(known, readings, Contracts);
        if (rejects)
        {
            var strict = new StrictReaders(known, readings, types);
            watch.On<IFieldReferenceOperation>(OperationKind.FieldReference, value => strict.IsSet(value) ? new Finding(StrictReaders.Word(value.Syntax), Names.Text(value)) : null);
            watch.OnType(type => strict.Attributes(type).Select(attribute => new Finding(StrictReaders.Word(attribute), Names.Text(attribute))));
        }

        if (!ContractFiles.Exist(known.AnalyzerOptions)) return;
        var baseline = new Lazy<ContractBaseline>(() => new ContractBaseline(known, ContractFiles.Read(known.AnalyzerOptions, default), types));
        watch.OnType(type => baseline.Value.Contracts.Contains(type) ? OfChanges(type, [.. baseline.Value.Changes(type)]) : []);
    }

    private static IEnumerable<Finding> OfChanges(INamedTypeSymbol type, ContractChange[] changes)
    {
        var numbers = string.Join(";", changes.Where(change => change.Kind == ContractBreak.Renumbered).Select(change => change.Before!.Name + "=" + change.Before.Value));
        foreach (var change in changes.Where(change => change.Kind != ContractBreak.None))
        {
            // What is inherited is shown at the contract: its ancestor may serve others.
            var where = SymbolEqualityComparer.Default.Equals(change.Where.ContainingType, type) ? change.Where : type;
            yield return new Finding(Place(where), Word(change), type.Name, change.Kind is ContractBreak.Retyped or ContractBreak.Renumbered ? Word(change.Before!) : (change.Before ?? change.Now!).Name, change.Now is { } now ? Word(now) : "")
            {
                Wording = Wording(change.Kind),
                Learned = Finding.Notes((BeforeNote, change.Before?.Text), (NowNote, change.Now?.Text), (NumbersNote, numbers)),
            };
        }

        if (changes.Any(change => change.Kind == ContractBreak.None)) yield return new Finding(Place(type), "", type.Name) { Wording = Unrecorded, Learned = Finding.Notes((UnrecordedNote, "")) };
    }

    /// <summary>Of a type in parts the same one, in whatever order the files come.</summary>
    private static Location Place(ISymbol symbol) =>
        symbol.Locations.Where(location => location.IsInSource).OrderBy(location => location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(location => location.SourceSpan.Start).First();

    private static string Word(ContractChange change) => change.Now is { Part: ContractPart.Type } or null ? change.Where.Name : change.Now.Name;

    private static string Word(ContractLine line) => line.Part switch
    {
        ContractPart.Type => line.Says(ContractLine.ByName) ? "written by name" : "written by number",
        _ => line.Value,
    };

    private static DiagnosticDescriptor Wording(ContractBreak kind) => kind switch
    {
        ContractBreak.Required => Required,
        ContractBreak.Gone => Gone,
        ContractBreak.Retyped => Retyped,
        ContractBreak.Renumbered => Renumbered,
        ContractBreak.NewName => NewName,
        ContractBreak.NewDerived => NewDerived,
        _ => Rejected,
    };
}
