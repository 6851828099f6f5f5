using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether a task that somebody waits for is done already, so that the wait costs nothing. Where that may be, it counts as done.</summary>
internal sealed class DoneTasks(Known known)
{
    private const int Depth = 3;

    /// <summary>How many calls of a query a task may go through: <c>tasks.Where(...).OrderBy(...).Select(...)</c>.</summary>
    private const int LongestQuery = 10;

    private readonly Origins _origins = known.Origins;
    private readonly ApiSet _makeDone = known.Calls(WaitApis.MakeDone);
    private readonly ApiSet _combine = known.Calls(WaitApis.Combine);
    private readonly ApiSet _tell = known.Calls(WaitApis.TellDone);
    private readonly ApiSet _waits = known.Calls(WaitApis.WaitForTask);
    private readonly ApiSet _continueWith = known.Calls(WaitApis.ContinueWith);
    private readonly ApiSet _readContent = known.Calls(WaitApis.ReadContent);
    private readonly INamedTypeSymbol? _enumerable = known.Type("System.Linq.Enumerable");

    /// <summary>Whether <paramref name="task"/> is done when <paramref name="wait"/> asks for its result.</summary>
    public bool IsDone(IOperation task, IOperation wait) => IsDone(task, wait, Depth);

    private bool IsDone(IOperation task, IOperation wait, int depth)
    {
        var value = Plain(task);
        return value switch
        {
            IAwaitOperation => IsWinner(value),
            IInvocationOperation call => _makeDone.Has(call.TargetMethod) || IsRead(call) || IsPicked(call) && IsSeenDone(call, wait) || ReturnsDone(call.TargetMethod, depth),
            IPropertyReferenceOperation property when _makeDone.Has(property.Property) => true,
            // A value task around a value, not around a task.
            IObjectCreationOperation { Type.Name: "ValueTask", Arguments: { Length: 1 } given } => !Types.IsTask(given[0].Parameter?.Type) && given[0].Parameter?.Type.TypeKind != TypeKind.Interface,
            IDefaultValueOperation { Type.Name: "ValueTask" } => true,
            IConditionalOperation { WhenFalse: { } other } choice => IsDone(choice.WhenTrue, wait, depth) && IsDone(other, wait, depth),
            _ => IsSeenDone(value, wait) || depth > 0 && value is ILocalReferenceOperation or IFieldReferenceOperation && IsMadeDone(value, wait, depth),
        };
    }

    private bool IsMadeDone(IOperation variable, IOperation wait, int depth) =>
        _origins.Of(variable) is { Count: > 0 } origins && origins.All(origin => IsDone(origin, wait, depth - 1));

    /// <summary>A method of this compilation that never leaves anything undone: it awaits nothing, and returns tasks that are done.</summary>
    private bool ReturnsDone(IMethodSymbol method, int depth)
    {
        if (depth == 0 || known.Implementations.Target(method) is not { } target || known.Bodies.Of(target) is not { } body) return false;
        return target.IsAsync
            ? !body.Executed().Any(operation => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true })
            : body.Executed().OfType<IReturnOperation>().Where(result => result.ReturnedValue is not null).ToArray() is { Length: > 0 } results
                && results.All(result => IsDone(result.ReturnedValue!, result, depth - 1));
    }

    /// <summary>The body of a response is in memory before the client returns it, unless the method asks for the headers alone.</summary>
    private bool IsRead(IInvocationOperation call) =>
        _readContent.Has(call.TargetMethod) && !call.Root().Descendants().Any(operation => operation is IFieldReferenceOperation { Field.Name: "ResponseHeadersRead" });

    /// <summary>One of several tasks: <c>tasks.First()</c>.</summary>
    private bool IsPicked(IInvocationOperation call) =>
        SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, _enumerable);

    /// <summary>The task that was the first of several to be done.</summary>
    private bool IsWinner(IOperation value) => Plain(value) is IAwaitOperation { Operation: var race } && IsCombined(race);

    private bool IsCombined(IOperation tasks) => Plain(tasks) is IInvocationOperation call && _combine.Has(call.TargetMethod);

    /// <summary>Whether code before the wait has awaited or waited for the same task, asked whether it is done, or is handed it when it is.</summary>
    private bool IsSeenDone(IOperation task, IOperation wait)
    {
        var keys = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (AddKeys(task, keys, LongestQuery)) return true;
        if (keys.Count == 0) return false;
        var before = wait.Syntax.SpanStart;
        return wait.Root().Descendants().Any(operation =>
            operation.Syntax.SpanStart < before && SubjectOf(operation) is { } subject && !Contains(subject, wait)
            && subject.DescendantsAndSelf().Any(part => SymbolOf(part) is { } symbol && keys.Contains(symbol)))
            || SentBatches.Hold(keys, wait);
    }

    /// <summary>What the operation sees done.</summary>
    private IOperation? SubjectOf(IOperation operation) => operation switch
    {
        IAwaitOperation wait => wait.Operation,
        IInvocationOperation call when _combine.Has(call.TargetMethod) => call,
        IInvocationOperation call when _waits.Has(call.TargetMethod) => call.Instance,
        IPropertyReferenceOperation { Parent: IPropertySubpatternOperation, Property: var property } when _tell.Has(property) => operation.Enclosing<IIsPatternOperation>()?.Value,
        IPropertyReferenceOperation { Instance: { } task, Property: var property } when _tell.Has(property) || _waits.Has(property) => task,
        _ => null,
    };

    private static bool Contains(IOperation subject, IOperation wait) => subject.Syntax.Span.Contains(wait.Syntax.Span) || wait.Syntax.Span.Contains(subject.Syntax.Span);

    /// <summary>Collects the variables that hold the task, or the collection it comes from; true when it is handed over by someone who saw it done.</summary>
    private bool AddKeys(IOperation task, HashSet<ISymbol> keys, int depth)
    {
        if (depth == 0) return false;
        switch (Plain(task))
        {
            case ILocalReferenceOperation { Local: var local } reference:
                if (!keys.Add(local)) return false;
                if (Loop(reference, local) is { } loop) return IsCombined(loop.Collection) || AddKeys(loop.Collection, keys, depth - 1);
                return Initial(reference, local) is { } initial && (IsWinner(initial) || Plain(initial) is not IInvocationOperation && AddKeys(initial, keys, depth - 1));
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } parameter } reference:
                keys.Add(parameter);
                if (Lambda(reference, parameter) is not { } lambda || Callees.Taker(lambda) is not { } taker) return false;
                if (_continueWith.Has(taker.TargetMethod)) return true;
                return (taker.Instance ?? taker.Arguments.FirstOrDefault()?.Value) is { } source && AddKeys(source, keys, depth - 1);
            case IParameterReferenceOperation { Parameter: var parameter }:
                keys.Add(parameter);
                return false;
            case IMemberReferenceOperation { Member: var member } reference:
                keys.Add(member);
                return reference is IPropertyReferenceOperation { Instance: { } owner } && Holds(owner.Type) && AddKeys(owner, keys, depth - 1);
            case IArrayElementReferenceOperation element:
                return AddKeys(element.ArrayReference, keys, depth - 1);
            case IInvocationOperation call when IsPicked(call) && call.Arguments.Length > 0:
                return AddKeys(call.Arguments[0].Value, keys, depth - 1);
            default:
                return false;
        }
    }

    /// <summary>Whether a collection of this type holds tasks.</summary>
    private static bool Holds(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Types.IsTask(array.ElementType) || Holds(array.ElementType),
        INamedTypeSymbol { IsGenericType: true } named => !Types.IsTask(named) && named.TypeArguments.Any(argument => Types.IsTask(argument) || Holds(argument)),
        _ => false,
    };

    private static IForEachLoopOperation? Loop(IOperation at, ILocalSymbol local)
    {
        for (var parent = at.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default)) return loop;
        }

        return null;
    }

    private static IAnonymousFunctionOperation? Lambda(IOperation at, IParameterSymbol parameter)
    {
        for (var parent = at.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, parameter.ContainingSymbol)) return lambda;
        }

        return null;
    }

    private static IOperation? Initial(IOperation at, ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax && at.SemanticModel is { } model && model.SyntaxTree == syntax.SyntaxTree
        && model.GetOperation(syntax) is IVariableDeclaratorOperation declarator ? declarator.GetVariableInitializer()?.Value : null;

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IMemberReferenceOperation reference => reference.Member,
        _ => null,
    };

    /// <summary>The task itself: without conversions, parentheses, <c>ConfigureAwait</c>, <c>GetAwaiter</c> and <c>AsTask</c>; an await stays.</summary>
    private static IOperation Plain(IOperation operation) => operation switch
    {
        IConversionOperation conversion => Plain(conversion.Operand),
        IParenthesizedOperation parenthesized => Plain(parenthesized.Operand),
        IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" or "GetAwaiter" or "AsTask" or "Preserve", ContainingType: var owner }, Instance: { } task } when owner.ContainingNamespace?.Name is "Tasks" => Plain(task),
        _ => operation,
    };
}
