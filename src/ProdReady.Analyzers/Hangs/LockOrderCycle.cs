using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// Placing an order locked the orders and then the stock; taking stock back locked the stock and then the orders. On the busiest day of the year the two met.
/// Left alone: the same lock twice (PRD417 knows those that hang), waits with a timeout, constructors, readers, orders that one more lock around them keeps apart,
/// two objects that are compared before they are locked.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockOrderCycle() : ProductionRule(Rule, OfArguments)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD406", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "Locks are taken in different orders",
        message: "Possible deadlock: '{0}' then '{1}' here, {2}: callers that meet wait for each other forever; take them in one order everywhere",
        atEnd: true);

    internal static readonly DiagnosticDescriptor OfArguments = Describe.Variant(Rule,
        "Possible deadlock: '{0}' of '{1}', then that of '{2}': a call with the two the other way round waits for this one forever, and this one for it; take them in a fixed order, by an id");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var order = new LockOrder(known);
        watch.On<ILockOperation>(OperationKind.Lock, statement => Add(known.LockRegions.Of(statement)));
        watch.OnCall(known.Locks.Uses.Entering, call => known.Locks.Uses.Scoped(call) is not null || known.Locks.Uses.Acquires(call) ? Add(known.LockRegions.Of(call)) : null);
        watch.AtEnd(_ => order.Circles().Select(circle => new Finding(
            Place(circle[0].At), circle[0].Held.Name, circle[0].Taken.Name,
            string.Join(", ", circle.Skip(1).Select(step => $"'{step.Held.Name}' then '{step.Taken.Name}' in '{step.Method}'")))
        {
            Also = circle.SelectMany(step => new[] { step.At.Syntax.GetLocation(), step.Where.Syntax.GetLocation() }).Skip(1).Distinct().ToImmutableArray(),
        }));

        Finding? Add(LockRegion? region)
        {
            if (region is null) return null;
            order.Add(region);
            return region.Lock.Owner is IParameterSymbol one ? region.Code.Select(operation => OfTwo(region, one, operation)).FirstOrDefault(finding => finding is not null) : null;
        }

        Finding? OfTwo(LockRegion region, IParameterSymbol one, IOperation operation) =>
            known.LockSummaries.At(operation) is { Lock: var second } taking && second.Owner is IParameterSymbol other && !SymbolEqualityComparer.Default.Equals(one, other)
            && LockNode.Of(region.Lock) is { } node && node.Equals(LockNode.Of(second)) && !Compares(operation)
                ? new Finding(Place(taking.Where), region.Lock.Name, one.Name, other.Name) { Wording = OfArguments }
                : null;
    }

    /// <summary>Whether the method puts two things in an order: then it is most likely the locks.</summary>
    private static bool Compares(IOperation operation) => operation.Root().Descendants().Any(other => other switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } => true,
        IInvocationOperation { TargetMethod.Name: "CompareTo" or "Compare" or "CompareOrdinal" or "GetHashCode" or "OrderBy" or "Min" or "Max" } => true,
        _ => false,
    });

    private static SyntaxNodeOrToken Place(IOperation operation) => operation is ILockOperation statement ? statement.LockedValue.Syntax : Names.Called(operation);
}
