using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Follows a setting from where it is read to where it is needed, through the local that holds it. Whatever tests it on the way ends the search, as does what is not known.
/// </summary>
internal sealed class SettingUses(Known known, ConfigurationReads reads)
{
    private readonly ApiSet _need = known.Calls(ConfigurationApis.Need);
    private readonly SettingTests _tests = new(reads);
    private readonly StandIns _standIns = new(known);
    private readonly Mentions _mentions = known.Mentions;
    private readonly INamedTypeSymbol? _validation = known.Type("System.ComponentModel.DataAnnotations.ValidationAttribute");

    /// <summary>What becomes of the setting where it is not there; null when the code has looked, or when nothing is known to need it.</summary>
    public SettingUse? Of(ConfigurationRead read) =>
        _tests.Before(read.Code, read, holder: null) ? null : Follow(read.Code, read, holder: null, isEmptied: false);

    private SettingUse? Follow(IOperation value, ConfigurationRead read, ILocalSymbol? holder, bool isEmptied)
    {
        var claimed = Claim(value.Syntax);
        if (value.Parent is not { } parent) return null;
        switch (parent)
        {
            case IAssignmentOperation { Target: var target } when target == value:
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var kept } } when IsTestedLater(kept, parent):
                return null;
            case IArgumentOperation { Parent: IInvocationOperation check } when Checks.Are(check.TargetMethod):
                return IsDroppedParse(check) && read.What is Setting.Text or Setting.Variable ? new SettingUse(SettingFate.Unparsed, check.Syntax) : null;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } when holder is null && IsSetOnce(local, parent.Root()):
                return InLocal(local, value, read, claimed, isEmptied);
            case var _ when SettingTests.IsTest(parent, tested => tested == value) && parent is not ICoalesceOperation:
                return null;
            case ICoalesceOperation { Value: var asked, WhenNull: var otherwise } coalesce when asked == value:
                return Otherwise(coalesce, otherwise, read, holder);
        }

        if (claimed is not null) return new SettingUse(SettingFate.Claimed, claimed);
        if (read.What == Setting.Number) return IsLimited(parent) ? null : new SettingUse(SettingFate.Zero, value.Syntax);
        return parent switch
        {
            IConversionOperation or IParenthesizedOperation or ICoalesceOperation => Follow(parent, read, holder, isEmptied),
            IInterpolationOperation { Parent: { } whole } => Follow(whole, read, holder, isEmptied: true),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } => Follow(parent, read, holder, isEmptied: true),
            IArgumentOperation { Parent: IInvocationOperation call } when _need.Has(call.TargetMethod) => Needed(call.Syntax, isEmptied),
            IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } made } creation } when _need.Has(made) => Needed(creation.Syntax, isEmptied),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var set } } when _need.Has(set) => Needed(parent.Syntax, isEmptied),
            IInvocationOperation { Instance: var instance } when instance == value && !isEmptied => Needed(parent.Syntax, isEmptied),
            IMemberReferenceOperation { Instance: var instance } when instance == value && !isEmptied => Needed(parent.Syntax, isEmptied),
            IForEachLoopOperation { Collection: var all } when all == value && !isEmptied => Needed(value.Syntax, isEmptied),
            _ => null,
        };
    }

    private static SettingUse Needed(SyntaxNode by, bool isEmptied) => new(isEmptied ? SettingFate.Emptied : SettingFate.Needed, by);

    /// <summary>What takes the place of a setting that is not there.</summary>
    private SettingUse? Otherwise(ICoalesceOperation coalesce, IOperation otherwise, ConfigurationRead read, ILocalSymbol? holder)
    {
        if (otherwise.Bare() is IThrowOperation) return new SettingUse(SettingFate.CheckedForNull, otherwise.Syntax);
        if (_standIns.IsBad(otherwise, read)) return new SettingUse(SettingFate.Replaced, otherwise.Syntax);
        return StandIns.IsEmpty(otherwise) ? Follow(coalesce, read, holder, isEmptied: true) : null;
    }

    private SettingUse? InLocal(ILocalSymbol local, IOperation value, ConfigurationRead read, SyntaxNode? claimed, bool isEmptied)
    {
        var mentions = value.Root().Descendants().OfType<ILocalReferenceOperation>()
            .Where(mention => SymbolEqualityComparer.Default.Equals(mention.Local, local))
            .ToArray();
        foreach (var mention in mentions)
        {
            if (SettingTests.IsTest(mention.Parent!, tested => tested == mention) || _tests.Before(mention, read, local)) return null;
            if (mention.Parent is IArgumentOperation { Parent: IInvocationOperation check } && Checks.Are(check.TargetMethod)) return Follow(mention, read, local, isEmptied);
            if (claimed is null && Follow(mention, read, local, isEmptied) is { Fate: not SettingFate.CheckedForNull } use) return use;
        }

        return mentions.Length > 0 && claimed is not null ? new SettingUse(SettingFate.Claimed, claimed) : null;
    }

    /// <summary>The <c>!</c> by which the code says that the value is there.</summary>
    private static SyntaxNode? Claim(SyntaxNode value)
    {
        var outer = value.Parent;
        while (outer is ParenthesizedExpressionSyntax) outer = outer.Parent;
        return outer is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } ? outer : null;
    }

    private static bool IsSetOnce(ILocalSymbol local, IOperation root) =>
        !root.Descendants().Any(operation => operation switch
        {
            IAssignmentOperation { Target: ILocalReferenceOperation target } => SymbolEqualityComparer.Default.Equals(target.Local, local),
            IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref, Value: ILocalReferenceOperation given } => SymbolEqualityComparer.Default.Equals(given.Local, local),
            _ => false,
        });

    /// <summary>Whether the field or property that keeps the value is tested anywhere, or says by an attribute what it may be.</summary>
    private bool IsTestedLater(ISymbol member, IOperation user) =>
        member is IFieldSymbol or IPropertySymbol && !member.DeclaringSyntaxReferences.IsEmpty
        && (member.GetAttributes().Any(attribute => Types.Is(attribute.AttributeClass, _validation)) || IsTestedAnywhere(member, user));

    private bool IsTestedAnywhere(ISymbol member, IOperation user) =>
        _mentions.Of(member, user).Any(mention => mention is { Parent: { } around } && (SettingTests.IsTest(around, tested => tested == mention) || around is IArgumentOperation { Parent: IInvocationOperation call } && Checks.Are(call.TargetMethod)));

    /// <summary>Whether something keeps a number in bounds, or it is compared.</summary>
    private static bool IsLimited(IOperation parent) =>
        parent is IBinaryOperation or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Math" } } or IInvocationOperation or IMemberReferenceOperation;

    private static bool IsDroppedParse(IInvocationOperation call) =>
        call.TargetMethod is { Name: "TryParse", ContainingType: var type } && Types.IsFramework(type.ContainingAssembly)
        && call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
}
