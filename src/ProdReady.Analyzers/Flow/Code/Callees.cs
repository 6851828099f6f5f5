using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The calls that run when code runs, and whose bodies are in this compilation. Found once for each method.</summary>
internal sealed class Callees(Known known)
{
    private const int MostOperations = 2000;

    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<Callee>> _callees = new(SymbolEqualityComparer.Default);
    private readonly ApiSet _runInPlace = known.Calls(DelegateApis.RunInPlace);

    public IReadOnlyList<Callee> Of(IMethodSymbol method) =>
        _callees.GetOrAdd(method, key => known.Bodies.Of(key) is { } body ? In(body).ToArray() : []);

    public IEnumerable<Callee> In(IOperation code) =>
        Executed(code).SelectMany(operation => At(operation));

    /// <summary>What runs when <paramref name="code"/> runs, with the lambdas that are called in place. Of a body that is too large, the beginning.</summary>
    public IEnumerable<IOperation> Executed(IOperation code) => All(code).Take(MostOperations);

    /// <summary>Whether a lambda or a method group runs as part of the code around it.</summary>
    public bool RunsInPlace(IOperation function) => Taker(function) is { } call && _runInPlace.Has(call.TargetMethod);

    /// <summary>The call that a lambda or a method group is handed to.</summary>
    public static IInvocationOperation? Taker(IOperation function)
    {
        var holder = function.Parent;
        while (holder is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation) holder = holder.Parent;
        return holder is IArgumentOperation { Parent: IInvocationOperation call } ? call : null;
    }

    /// <summary>Whether control never comes back from the method: it says so, or it is in sight and throws at its end.</summary>
    public bool NeverReturns(IMethodSymbol method) =>
        method.NeverReturns()
        || Target(method) is { } target && known.Bodies.Of(target) is IMethodBodyOperation body
        && (body.BlockBody ?? body.ExpressionBody)?.Operations.LastOrDefault() is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };

    /// <summary>The methods of this compilation that the operation itself calls: none, one, or the two accessors of a property.</summary>
    public IEnumerable<Callee> At(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call when Target(call.TargetMethod) is { } target && !IsDropped(call):
                yield return new Callee(target, operation);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } when Target(constructor) is { } target:
                yield return new Callee(target, operation);
                break;
            case IPropertyReferenceOperation { Property: { DeclaringSyntaxReferences.IsEmpty: false } property, Parent: not INameOfOperation }:
                var isSet = operation.Parent is IAssignmentOperation { Target: var assigned } && assigned == operation;
                if (!(isSet && operation.Parent is ISimpleAssignmentOperation) && Accessor(property.GetMethod) is { } getter) yield return new Callee(getter, operation);
                if (isSet && Accessor(property.SetMethod) is { } setter) yield return new Callee(setter, operation);
                break;
        }
    }

    private IEnumerable<IOperation> All(IOperation code)
    {
        foreach (var operation in code.Executed())
        {
            yield return operation;
            if (operation is not IInvocationOperation call || !_runInPlace.Has(call.TargetMethod)) continue;
            foreach (var argument in call.Arguments)
            {
                if (argument.Value.Bare() is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }) continue;
                foreach (var inner in All(lambda.Body)) yield return inner;
            }
        }
    }

    private IMethodSymbol? Target(IMethodSymbol method) =>
        known.Implementations.Target(method) is { DeclaringSyntaxReferences.IsEmpty: false } target ? target : null;

    /// <summary>The accessor that runs, when it has a body that somebody wrote.</summary>
    private IMethodSymbol? Accessor(IMethodSymbol? accessor) =>
        accessor is not null && Target(accessor) is { } target
        && target.DeclaringSyntaxReferences[0].GetSyntax() is ArrowExpressionClauseSyntax or AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null } ? target : null;

    /// <summary>Whether the call starts work that goes on beside its caller.</summary>
    private static bool IsDropped(IInvocationOperation call) =>
        (call.TargetMethod.IsAsync || Types.IsTask(call.TargetMethod.ReturnType)) && WorkerCode.IsDropped(call, call.Root());
}

/// <summary>A method of this compilation, and where it is called.</summary>
internal sealed record Callee(IMethodSymbol Target, IOperation Site);
