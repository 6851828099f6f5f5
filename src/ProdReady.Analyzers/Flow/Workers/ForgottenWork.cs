using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Calls whose task somebody has to hold, because it is work and may fail.</summary>
internal sealed class ForgottenWork(Known known)
{
    private const int Depth = 3;

    private static readonly string[] EndingNames = ["StopApplication", "Exit", "FailFast"];

    /// <summary>Waiting, and reporting to whoever reads the channel or the page.</summary>
    private static readonly string[] QuietTypes = ["Task", "ValueTask", "ChannelWriter", "IJSRuntime", "JSRuntimeExtensions", "IJSObjectReference", "JSObjectReferenceExtensions", "SemaphoreSlim", "PeriodicTimer"];

    private readonly OwnFailures _ownFailures = new(known);
    private readonly ApiSet _runOnPool = known.Calls(BackgroundApis.RunOnPool);
    private readonly ApiSet _hosts = known.Calls(HostApis.Start);
    private readonly INamedTypeSymbol? _component = known.Type("Microsoft.AspNetCore.Components.ComponentBase");
    private readonly INamedTypeSymbol? _logger = known.Type("Microsoft.Extensions.Logging.ILogger");

    /// <summary>Whether nobody else holds the task of the call and its failure would matter.</summary>
    public bool IsLost(IInvocationOperation call) => IsUnheld(call) && !_ownFailures.AreHandledBy(call);

    /// <summary>Whether the call is work of which nobody else holds the task.</summary>
    public bool IsUnheld(IInvocationOperation call)
    {
        var called = call.TargetMethod;
        var onPool = _runOnPool.Has(called);
        if (!onPool && (QuietTypes.Contains(called.ContainingType.Name) || IsHeldElsewhere(called) || TakesTask(call))) return false;
        if (BestEffort.IsCleanUp(called) || _hosts.Has(called) || IsInPageOrSink(call) || IsInExpressionTree(call)) return false;
        return !(onPool && (EndsProcess(call) || CleansUp(call)));
    }

    /// <summary>Whether the work goes on until it is told to stop: whoever awaits it is not back soon.</summary>
    public bool Loops(IInvocationOperation call) => Loops(call, Depth);

    /// <summary>Whether the task of a variable is only ever given to parameters of type object, where nobody can await it by mistake.</summary>
    public static bool IsHandedOnAsObject(IVariableDeclaratorOperation variable)
    {
        var seen = false;
        foreach (var use in variable.Root().Descendants())
        {
            if (use is not ILocalReferenceOperation { IsDeclaration: false } reference || !SymbolEqualityComparer.Default.Equals(reference.Local, variable.Symbol)) continue;
            if (use.Parent is not IConversionOperation { IsImplicit: true, Type.SpecialType: SpecialType.System_Object, Parent: IArgumentOperation { Parameter.IsParams: false } }) return false;
            seen = true;
        }

        return seen && variable.IsInAsyncCode();
    }

    private bool Loops(IInvocationOperation call, int depth)
    {
        if (depth == 0) return false;
        var body = _runOnPool.Has(call.TargetMethod)
            ? OwnFailures.Delegate(call) switch
            {
                IAnonymousFunctionOperation function => function.Body,
                IMethodReferenceOperation { Method: var method } => known.Bodies.Of(method),
                _ => null,
            }
            : known.Implementations.Target(call.TargetMethod) is { } target ? known.Bodies.Of(target) : null;
        return body is not null && body.Executed().Any(operation => operation switch
        {
            IWhileLoopOperation or IForLoopOperation or IForEachLoopOperation { IsAsynchronous: true } => true,
            IInvocationOperation inner when Types.IsTask(inner.Type) => Loops(inner, depth - 1),
            _ => false,
        });
    }

    /// <summary>A dictionary or a cache that returns what it keeps: <c>GetOrAdd</c>.</summary>
    private static bool IsHeldElsewhere(IMethodSymbol called) => called.OriginalDefinition.ReturnType is ITypeParameterSymbol;

    /// <summary>A continuation, or a helper that looks after the task: <c>SendAsync().Forget()</c>.</summary>
    private static bool TakesTask(IInvocationOperation call) =>
        Types.IsTask(call.Instance?.Type) || call.Arguments.Any(argument => argument.Parameter is { IsParams: false } && Types.IsTask(argument.Value.Bare().Type));

    /// <summary>Pages have an error boundary, and a logger can neither wait nor log.</summary>
    private bool IsInPageOrSink(IInvocationOperation call) =>
        call.EnclosingSymbol() is { ContainingType: { } type } && (Types.Is(type, _component) || Types.Is(type, _logger));

    private static bool IsInExpressionTree(IInvocationOperation call) =>
        call.EnclosingFunction()?.Parent is { } parent && parent.Type is { Name: "Expression", ContainingNamespace.Name: "Expressions" };

    private static bool CleansUp(IInvocationOperation call) =>
        OwnFailures.Delegate(call) is IAnonymousFunctionOperation { Body.Operations: { Length: 1 } body } && body[0].Executed().OfType<IInvocationOperation>().FirstOrDefault() is { } only && BestEffort.IsCleanUp(only.TargetMethod);

    private static bool EndsProcess(IInvocationOperation call) =>
        call.Descendants().Any(operation => operation is IInvocationOperation { TargetMethod.Name: var name } && EndingNames.Contains(name));
}
