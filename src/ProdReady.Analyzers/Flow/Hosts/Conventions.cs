using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What is said of an endpoint after it is mapped: <c>RequireAuthorization</c>, <c>AllowAnonymous</c>, <c>RequireHost</c>.</summary>
internal sealed class Conventions(Known known)
{
    private const int Depth = 4;

    private readonly ApiSet _group = known.Calls(RequestApis.Group);
    private readonly Origins _origins = known.Origins;

    /// <summary>The calls on the endpoint that <paramref name="map"/> maps, and on the groups it is mapped on; null when somebody is called who may say anything.</summary>
    public IReadOnlyList<IInvocationOperation>? Of(IInvocationOperation map)
    {
        var found = new List<IInvocationOperation>();
        var made = map;
        for (var depth = 0; made is not null; depth++)
        {
            if (depth == Depth || !AddCallsOn(made, found)) return null;
            made = GroupOf(made);
        }

        return found;
    }

    /// <summary>The calls on the endpoint itself; null when somebody is called who may say anything.</summary>
    public IReadOnlyList<IInvocationOperation>? OnItself(IInvocationOperation map)
    {
        var found = new List<IInvocationOperation>();
        return AddCallsOn(map, found) ? found : null;
    }

    /// <summary>The call that made the group on which an endpoint is mapped; null when it is mapped on the application itself.</summary>
    public IInvocationOperation? GroupOf(IInvocationOperation map)
    {
        var builder = map.Receiver() is { } receiver ? Maker(receiver) : null;
        while (builder is not null && !_group.Has(builder.TargetMethod)) builder = builder.Receiver()?.Bare() as IInvocationOperation;
        return builder;
    }

    private IInvocationOperation? Maker(IOperation receiver) =>
        receiver.Bare() as IInvocationOperation ?? (_origins.Of(receiver) is { Count: 1 } origins ? origins[0] as IInvocationOperation : null);

    private bool AddCallsOn(IOperation made, List<IInvocationOperation> found)
    {
        var value = made;
        while (value.Parent is IConversionOperation or IParenthesizedOperation) value = value.Parent;
        switch (value.Parent is IArgumentOperation argument ? argument.Parent : value.Parent)
        {
            case IInvocationOperation call when call.Receiver() == value:
                if (!Types.IsFramework(call.TargetMethod.ContainingAssembly)) return false;
                if (!SaysSomethingOf(value, call)) return true;
                found.Add(call);
                return AddCallsOn(call, found);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                return Variables.Mentions(local, value).All(use => AddCallsOn(use, found));
            case IExpressionStatementOperation or IReturnOperation or IBlockOperation:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether the call gives back what it was called on, as conventions do; a call that maps something on a group does not.</summary>
    private bool SaysSomethingOf(IOperation receiver, IInvocationOperation call) =>
        !_group.Has(call.TargetMethod) && SymbolEqualityComparer.Default.Equals(receiver.Bare().Type, call.Type);
}
