using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Things that have to be disposed and never are: dropped, or kept by a variable of which nothing is asked but members that leave it as it is. What is given to
/// anybody, returned, stored or disposed on one path is somebody's business.
/// </summary>
internal sealed class Unreleased(Known known)
{
    private static readonly string[] Leaving = ["Token", "IsCancellationRequested", "Cancel", "CancelAsync", "CancelAfter", "TryReset"];

    private readonly Mentions _mentions = known.Mentions;

    /// <summary>Whether nobody keeps the value at all.</summary>
    public static bool IsDropped(IOperation made) => Holder(made) switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        _ => false,
    };

    /// <summary>Whether only its token is asked for, so that nobody can dispose it.</summary>
    public static bool IsLostForItsToken(IOperation made) => Holder(made) is IPropertyReferenceOperation { Property.Name: "Token" };

    /// <summary>The local that keeps the value, and of which nothing is asked but these members; null when there is none, or somebody else may dispose it.</summary>
    public static ILocalSymbol? Local(IOperation made, Func<IOperation, bool>? leavesIt = null)
    {
        var local = Holder(made) switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var declared } declarator } => IsUsed(declarator) ? null : declared,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var assigned }, Parent: IExpressionStatementOperation } => assigned,
            _ => null,
        };
        return local is not null && Variables.Mentions(local, made).All(leavesIt ?? LeavesIt) ? local : null;
    }

    /// <summary>The private field that keeps the value, and that is never disposed; null when there is none.</summary>
    public IFieldSymbol? Field(IOperation made) =>
        Holder(made) is ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: { DeclaredAccessibility: Accessibility.Private } field } } && IsNeverReleased(field, made)
            ? field
            : null;

    private bool IsNeverReleased(IFieldSymbol field, IOperation user) =>
        _mentions.Of(field, user).All(mention => mention is not null && (mention is not IFieldReferenceOperation || LeavesIt(mention)));

    /// <summary>What takes the value: behind conversions, awaits and the branches of a choice.</summary>
    private static IOperation? Holder(IOperation made)
    {
        var (value, holder) = (made, made.Parent);
        while (holder is IConversionOperation or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation || holder is IConditionalOperation choice && choice.Condition != value
            || holder is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "EnsureSuccessStatusCode" } same && same.Instance == value)
            (value, holder) = (holder!, holder!.Parent);
        return holder;
    }

    private static bool IsUsed(IVariableDeclaratorOperation declarator) =>
        declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation;

    /// <summary>Whether the mention of a source leaves it as it is.</summary>
    private static bool LeavesIt(IOperation mention) => mention.Parent switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target == mention,
        IMemberReferenceOperation member => Leaving.Contains(member.Member.Name),
        IInvocationOperation call => call.Instance == mention && Leaving.Contains(call.TargetMethod.Name),
        IConditionalAccessOperation access => access.Operation == mention && access.WhenNotNull.DescendantsAndSelf().All(operation => operation switch
        {
            IMemberReferenceOperation { Instance: IConditionalAccessInstanceOperation } member => Leaving.Contains(member.Member.Name),
            IInvocationOperation { Instance: IConditionalAccessInstanceOperation } call => Leaving.Contains(call.TargetMethod.Name),
            _ => true,
        }),
        IBinaryOperation or IIsPatternOperation => true,
        IConversionOperation { Parent: IBinaryOperation } => true,
        _ => false,
    };
}
