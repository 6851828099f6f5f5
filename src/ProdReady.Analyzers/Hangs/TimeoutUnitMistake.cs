using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// Migrations were given a day and were cancelled after 86 seconds: a number of seconds had been passed on as milliseconds.
/// Left alone: numbers whose unit cannot be told, constants whose number contradicts their name, parts that are put together or shown, parts of the time of day.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutUnitMistake() : ProductionRule(Rule, Part, Limit, TooLong)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD416", Concern.Hangs, Blast.Request, At.Every(Warning),
        title: "A time in another unit than the one expected",
        message: "'{0}' counts {1} where {2} are expected: the time is {3} times as {4} as it says; convert it, or pass a TimeSpan");

    internal static readonly DiagnosticDescriptor Part = Describe.Variant(Rule,
        "'{0}' is only the {1} part of the time: of {2} nothing is left; pass the TimeSpan, or use {3}");

    internal static readonly DiagnosticDescriptor Limit = Describe.Variant(Rule,
        "'{0}' is only a part of the time and never more than {1}: the limit is never reached; compare with {2}");

    internal static readonly DiagnosticDescriptor TooLong = Describe.Variant(Rule,
        "'{0}' is more than an int can hold: the time becomes negative or the largest int, depending on the runtime; pass a TimeSpan, or wait several times");

    /// <summary>The name under which the fixer finds the unit that is expected.</summary>
    internal const string WantedNote = "wanted";

    /// <summary>The name under which the fixer finds the unit that is given.</summary>
    internal const string GivenNote = "given";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var (quantities, parts) = (new TimeQuantities(known), new TimeParts(known));
        var targets = new TimeTargets(known, quantities);
        watch.On<IArgumentOperation>(OperationKind.Argument, argument =>
            // Most arguments are no numbers, and what they are given to is not asked then.
            argument is { ArgumentKind: ArgumentKind.Explicit, Value: not ILiteralOperation and var given, Parameter: { } parameter } && TimeQuantities.IsNumber(given.Type) && targets.Of(parameter) is { } target ? Judge(given, target) : null);
        watch.On<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, assignment =>
            assignment.Value is not ILiteralOperation && TimeQuantities.IsNumber(assignment.Target.Type) && Variables.Of(assignment.Target) is { } variable && targets.Of(variable, assignment.Target.Type) is { } target ? Judge(assignment.Value, target) : null);
        watch.On<IVariableDeclaratorOperation>(OperationKind.VariableDeclarator, declarator =>
            declarator.GetVariableInitializer()?.Value is { } value and not ILiteralOperation && targets.Of(declarator.Symbol, declarator.Symbol.Type) is { } target ? Judge(value, target) : null);
        watch.On<IBinaryOperation>(OperationKind.Binary, comparison =>
            TimeParts.ComparedInVain(comparison) is { } part && TimeParts.Most(part.Property.Name) is { } most
                ? new Finding(part.Syntax, Names.Text(part), most.ToString(System.Globalization.CultureInfo.InvariantCulture), "Total" + part.Property.Name) { Wording = Limit }
                : null);
        watch.On<IConversionOperation>(OperationKind.Conversion, conversion =>
            conversion is { Type.SpecialType: SpecialType.System_Int32, Operand: IPropertyReferenceOperation { Property.Name: "TotalMilliseconds", Instance: { } time } } && parts.Length(time) is { TotalMilliseconds: > int.MaxValue }
                ? new Finding(conversion.Syntax, Names.Text(conversion)) { Wording = TooLong }
                : null);

        Finding? Judge(IOperation value, TimeTarget target)
        {
            if (quantities.Of(value) is not { } given) return null;
            if (given.IsPart) return target.IsLength && parts.MayLose(given, target.Unit) ? OfPart(value, given, target) : null;
            return target.Unit is { } wanted && given.Unit is { } unit && unit != wanted ? OfUnit(value, given, unit, wanted) : null;
        }
    }

    private static Finding OfPart(IOperation value, TimeQuantity given, TimeTarget target)
    {
        var part = given.Of!.Property.Name;
        var lost = part switch { "Milliseconds" => "2 seconds", "Seconds" => "2 minutes", "Minutes" => "2 hours", _ => "2 days" };
        var wanted = target.Unit?.Member ?? part;
        return new Finding(value.Syntax, Names.Text(given.Of), part.ToLowerInvariant(), lost, "Total" + wanted) { Wording = Part, Learned = Finding.Notes((WantedNote, wanted), (GivenNote, given.Unit?.Member)) };
    }

    private static Finding OfUnit(IOperation value, TimeQuantity given, TimeUnit unit, TimeUnit wanted)
    {
        var isShort = unit.InMilliseconds > wanted.InMilliseconds;
        var times = isShort ? unit.InMilliseconds / wanted.InMilliseconds : wanted.InMilliseconds / unit.InMilliseconds;
        return new Finding(value.Syntax, Names.Text(given.Where), unit.ToString(), wanted.ToString(), times.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), isShort ? "short" : "long")
        {
            Learned = Finding.Notes((WantedNote, wanted.Member), (GivenNote, unit.Member)),
        };
    }
}
