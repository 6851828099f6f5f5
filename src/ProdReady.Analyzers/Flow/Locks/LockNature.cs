using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What kind of lock a variable holds, as it is seen where the lock is made.</summary>
internal sealed class LockNature(Known known)
{
    private readonly Origins _origins = known.Origins;
    private readonly ConcurrentDictionary<ISymbol, bool> _elsewhere = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _onlyTried = new(SymbolEqualityComparer.Default);

    /// <summary>Whether one caller at a time holds it: a semaphore is one only if it is made with a count of one.</summary>
    public bool LetsOneIn(LockRegion region) => region.Type?.Name switch
    {
        "SemaphoreSlim" or "Semaphore" => Made(region, creation => Numbers(creation) is { Length: > 0 } counts && counts.All(count => count == 1)),
        _ => region.Lock.Mode != "read",
    };

    /// <summary>Whether its type has locks that their holder cannot take once more: the question before the lock is looked for.</summary>
    public static bool MayBeTakenOnce(LockRegion region) => region.Type?.Name is "SemaphoreSlim" or "Semaphore" or "ReaderWriterLockSlim";

    /// <summary>Whether its holder waits for itself, or fails, when it takes the lock once more.</summary>
    public bool IsTakenOnce(LockRegion region) => MayBeTakenOnce(region) && (region.Type!.Name == "ReaderWriterLockSlim"
        ? Made(region, creation => creation.Arguments.All(argument => argument.Value.Bare() is IFieldReferenceOperation { Field.Name: "NoRecursion" }))
        : LetsOneIn(region) && !IsReleasedElsewhere(region.Lock.Symbol));

    /// <summary>Whether whoever finds it taken waits. Of a private semaphore that is only ever tried, with no time at all, nobody does.</summary>
    public bool IsWaitedFor(LockRegion region) =>
        region.Type?.Name != "SemaphoreSlim" || region.Lock.Symbol is not { DeclaredAccessibility: Accessibility.Private } member || !_onlyTried.GetOrAdd(member, IsOnlyTried);

    private bool IsOnlyTried(ISymbol member) => member.ContainingType.DeclaringSyntaxReferences
        .SelectMany(declaration => Mentions(declaration.GetSyntax(), member))
        .All(name => !IsHandedOn(name) && (IsTried(name) || name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "WaitAsync" }));

    private bool IsTried(ExpressionSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax syntax }
        && known.Bodies.Model(syntax.SyntaxTree).GetOperation(syntax) is IInvocationOperation call
        && TimedWaits.Timeout(call) is { } timeout && Durations.Of(timeout) == TimeSpan.Zero;

    private bool Made(LockRegion region, Func<IObjectCreationOperation, bool> how) =>
        region.Start is IInvocationOperation call && LockUses.Object(call) is { } variable && _origins.Of(variable) is { Count: > 0 } origins
        && origins.All(origin => origin.Bare() is IObjectCreationOperation creation && how(creation));

    private static int[] Numbers(IObjectCreationOperation creation) =>
        creation.Arguments.Where(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_Int32)
            .Select(argument => argument.Value.ConstantValue is { HasValue: true, Value: int number } ? number : -1).ToArray();

    /// <summary>
    /// Whether code gives it back that has not taken it, or may: then a second wait is perhaps one for a signal. Only locals and private members are seen through.
    /// </summary>
    private bool IsReleasedElsewhere(ISymbol symbol) => symbol is not ILocalSymbol && _elsewhere.GetOrAdd(symbol, member =>
        member.DeclaredAccessibility != Accessibility.Private
        || member.ContainingType.DeclaringSyntaxReferences.Any(declaration => Mentions(declaration.GetSyntax(), member).Any(name => IsHandedOn(name) || IsLooseRelease(name))));

    private static IEnumerable<ExpressionSyntax> Mentions(SyntaxNode type, ISymbol member) =>
        type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == member.Name)
            .Select(name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (ExpressionSyntax)access : name);

    private static bool IsHandedOn(ExpressionSyntax name) =>
        name.Parent is ArgumentSyntax { Parent.Parent: not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } }
            or ReturnStatementSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or InitializerExpressionSyntax
        || name.Parent is AssignmentExpressionSyntax assignment && assignment.Right == name;

    private bool IsLooseRelease(ExpressionSyntax name)
    {
        if (name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Release" } access || access.Expression != name) return name.Parent is ConditionalAccessExpressionSyntax;
        if (access.Parent is not InvocationExpressionSyntax syntax || known.Bodies.Model(name.SyntaxTree).GetOperation(syntax) is not IInvocationOperation release) return true;
        return known.Locks.Around(release) is not { } function || known.Locks.Uses.Of(release) is not { } use || function.IndexOf(use.Lock) < 0;
    }
}
