using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Hangs;

/// <summary>Passes the time with its unit where a TimeSpan is taken, else converts it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TimeoutUnitMistakeFixer() : ProductionFixer(
    TimeoutUnitMistake.Rule,
    new Remedy("Pass the time as a TimeSpan", spot => Task.FromResult(PassTimeSpan(spot))),
    new Remedy("Convert the time to the expected unit", spot => Task.FromResult(Convert(spot))))
{
    private static SyntaxNode? PassTimeSpan(Spot spot)
    {
        if (spot.Note(TimeoutUnitMistake.GivenNote) is not { } given || Given(spot) is not { Parent: ArgumentSyntax { Parent: ArgumentListSyntax } argument } value || !TakesTimeSpan(argument, spot) || value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(part => spot.Model.GetTypeInfo(part, spot.Cancellation).Type?.SpecialType == SpecialType.System_Decimal)) return null;
        var time = Time(value, spot) is { } whole ? whole.ToString() : $"TimeSpan.From{given}({Uncast(value)})";
        return Usings.Ensure(spot.Root.ReplaceNode(argument, argument.WithNameColon(null).WithExpression(SyntaxFactory.ParseExpression(time).WithTriviaFrom(value))), spot, "System.TimeSpan");
    }

    private static SyntaxNode? Convert(Spot spot)
    {
        if (spot.Note(TimeoutUnitMistake.WantedNote) is not { } wanted) return Compare(spot);
        if (Given(spot) is not { } value || spot.Note(TimeoutUnitMistake.GivenNote) is not { } given) return null;
        if (Time(value, spot) is { } time)
        {
            var total = $"{time}.Total{wanted}";
            return spot.Root.ReplaceNode(value, SyntaxFactory.ParseExpression(Cast(value, spot) is { } cast ? $"({cast}){total}" : total).WithTriviaFrom(value));
        }

        if (value.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier: var name } method } } } }
            && (name.ValueText == "From" + wanted || name.ValueText == "Add" + wanted))
            return spot.Root.ReplaceNode(method, SyntaxFactory.IdentifierName(name.ValueText.Replace(wanted, given)).WithTriviaFrom(method));

        return Factor(given, wanted) is { } factor
            ? spot.Root.ReplaceNode(value, SyntaxFactory.ParseExpression($"{(value is BinaryExpressionSyntax or ConditionalExpressionSyntax ? $"({value.WithoutTrivia()})" : value.WithoutTrivia().ToString())} * {factor}").WithTriviaFrom(value))
            : null;
    }

    /// <summary>A part that is compared with what it never reaches becomes the total.</summary>
    private static SyntaxNode? Compare(Spot spot) =>
        spot.Token.Parent?.AncestorsAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(access => access.SpanStart == spot.Token.SpanStart && TimeParts.Most(access.Name.Identifier.ValueText) is not null && IsTimeSpan(access.Expression, spot)) is { } part
        && part.Ancestors().OfType<ExpressionSyntax>().First(around => around is not ParenthesizedExpressionSyntax) is BinaryExpressionSyntax
            ? spot.Root.ReplaceNode(part.Name, SyntaxFactory.IdentifierName("Total" + part.Name.Identifier.ValueText).WithTriviaFrom(part.Name))
            : null;

    /// <summary>The whole value that was reported: an argument, or the right side of an assignment.</summary>
    private static ExpressionSyntax? Given(Spot spot) =>
        spot.Token.Parent?.AncestorsAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(value =>
            value.SpanStart == spot.Token.SpanStart && value.Parent is ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax && !(value.Parent is AssignmentExpressionSyntax assignment && assignment.Left == value));

    /// <summary>The TimeSpan a value is a property of, cast or not; also of its seconds times 1000.</summary>
    private static ExpressionSyntax? Time(ExpressionSyntax value, Spot spot) => value switch
    {
        CastExpressionSyntax cast => Time(cast.Expression, spot),
        ParenthesizedExpressionSyntax inner => Time(inner.Expression, spot),
        MemberAccessExpressionSyntax { Expression: var time, Name.Identifier.ValueText: var name } when IsTimeSpan(time, spot) && TimeUnit.All.Any(unit => name == unit.Member || name == "Total" + unit.Member) => time,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression, Left: var left, Right: LiteralExpressionSyntax { Token.Value: 1000 } } when Time(left, spot) is { } time && left.ToString().EndsWith("Seconds", StringComparison.Ordinal) => time,
        _ => null,
    };

    private static bool IsTimeSpan(ExpressionSyntax expression, Spot spot) => TimeQuantities.IsTimeSpan(spot.Model.GetTypeInfo(expression, spot.Cancellation).Type);

    private static ExpressionSyntax Uncast(ExpressionSyntax value) => value switch
    {
        CastExpressionSyntax { Type: PredefinedTypeSyntax, Expression: var inner } => Uncast(inner),
        ParenthesizedExpressionSyntax { Expression: var inner } => Uncast(inner),
        _ => value.WithoutTrivia(),
    };

    /// <summary>The type a total has to be cast to, which is a double.</summary>
    private static string? Cast(ExpressionSyntax value, Spot spot) =>
        spot.Model.GetTypeInfo(value, spot.Cancellation).ConvertedType is { SpecialType: not SpecialType.System_Double } type
            ? (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type).ToDisplayString() is var name && name == "double" ? null : name
            : null;

    /// <summary>How many of the expected unit one of the given unit is; null when it is less than one: what remains of a division may be 0, which means no limit.</summary>
    private static double? Factor(string given, string wanted)
    {
        var factor = Scale(given) / Scale(wanted);
        return factor > 1 ? factor : null;

        static double Scale(string unit) => TimeUnit.All.First(candidate => candidate.Member == unit).InMilliseconds;
    }

    /// <summary>Whether there is an overload that takes a TimeSpan in the argument's place.</summary>
    private static bool TakesTimeSpan(ArgumentSyntax argument, Spot spot)
    {
        if (argument.Parent?.Parent is not { } call || spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return false;
        var position = ((ArgumentListSyntax)argument.Parent).Arguments.IndexOf(argument);
        var definition = method.ReducedFrom ?? method;
        var shift = method.ReducedFrom is null ? 0 : 1;
        return argument.NameColon is null || position + shift < definition.Parameters.Length && definition.Parameters[position + shift].Name == argument.NameColon.Name.Identifier.ValueText
            ? definition.ContainingType.GetMembers(definition.Name).OfType<IMethodSymbol>().Any(overload => Fits(overload.OriginalDefinition, definition.OriginalDefinition, position + shift))
            : false;
    }

    private static bool Fits(IMethodSymbol overload, IMethodSymbol method, int position) =>
        overload.Parameters.Length == method.Parameters.Length
        && overload.Parameters.All(parameter => parameter.Ordinal == position
            ? TimeQuantities.IsTimeSpan(parameter.Type)
            : SymbolEqualityComparer.Default.Equals(parameter.Type, method.Parameters[parameter.Ordinal].Type));
}
