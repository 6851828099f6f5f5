using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What a thread that stands still waits for.</summary>
internal enum WaitsFor
{
    Task,
    Time,
    Thread,
    Signal,
    Process,
    Item,
    Network,
    Database,
    /// <summary>What a row of the user's says no more about.</summary>
    Something,
}

/// <summary>A place where a thread stands still, and the calls that lead to it.</summary>
/// <param name="Where">The operation that blocks.</param>
/// <param name="For">What it waits for.</param>
/// <param name="Limit">How long it waits at most, where that is written in the code.</param>
/// <param name="HasEnd">Whether it is given a timeout or a token, or has a limit of its own.</param>
internal sealed record Wait(IOperation Where, WaitsFor For, TimeSpan? Limit, bool HasEnd)
{
    /// <summary>The calls between the code that was asked about and the wait, the outermost first.</summary>
    public ImmutableArray<Callee> Calls { get; init; } = ImmutableArray<Callee>.Empty;

    /// <summary>The way there, to be printed: <c>OrderService.Load -> .Result</c>.</summary>
    public string Path => string.Join(" -> ", Calls.Select(call => NameOf(call.Target)).Append(Name));

    /// <summary>The calls, to be shown beside the finding.</summary>
    public ImmutableArray<Location> Places => Calls.Select(call => call.Site.Syntax.GetLocation()).Append(Where.Syntax.GetLocation()).ToImmutableArray();

    /// <summary>The wait by itself: <c>.Result</c>, <c>Thread.Sleep</c>.</summary>
    public string Name => Where switch
    {
        IPropertyReferenceOperation { Property: var property } => "." + property.Name,
        IInvocationOperation { TargetMethod: { Name: "GetResult" } } => ".GetAwaiter().GetResult()",
        IInvocationOperation { TargetMethod: { IsStatic: false, Name: var name } } when For == WaitsFor.Task => "." + name + "()",
        IInvocationOperation { TargetMethod: var called } => called.ContainingType.Name + "." + called.Name,
        _ => Names.Text(Where),
    };

    /// <summary>A method as a reader knows it: <c>OrderService.Load</c>.</summary>
    public static string NameOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.LocalFunction } => method.Name,
        { MethodKind: MethodKind.Constructor } => "new " + method.ContainingType.Name,
        { AssociatedSymbol: { } property } => method.ContainingType.Name + "." + property.Name,
        _ => method.ContainingType.Name + "." + method.Name.Substring(method.Name.LastIndexOf('.') + 1),
    };
}
