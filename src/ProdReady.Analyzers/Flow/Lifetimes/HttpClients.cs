using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>How long a client that is made with <c>new</c> lives: for a call, or as long as the application.</summary>
internal sealed class HttpClients
{
    private readonly Known _known;
    private readonly HostedCode _hosted;
    private readonly Ways _ways;
    private readonly RunsOnce _once;
    private readonly ServiceLives _lives;
    private readonly ApiSet _lasting;

    public HttpClients(Known known)
    {
        _known = known;
        _hosted = known.HostedCode;
        _ways = new Ways(known, _hosted);
        _once = new RunsOnce(known);
        _lives = new ServiceLives(known);
        _lasting = known.Calls(RegistrationApis.AddLasting);
    }

    /// <summary>The way by which a request, a message or the work of a service comes to a client that is made for one call; null when it lives longer, or nobody comes by again.</summary>
    public string? MadeForEach(IObjectCreationOperation client)
    {
        if (!EndsWithTheCall(client))
            return IsFieldOfItsObject(client) is { } owner && _lives.IsShort(owner) ? owner.Name : null;
        return !_once.Is(client) && _ways.To(client) is { From: { For: not EnteredFor.Start } from } ? from.Name : null;
    }

    /// <summary>What keeps the client for as long as the application lives: a static member, a member of a hosted service or of a singleton, the container; null when nothing is seen to.</summary>
    public string? KeptBy(IObjectCreationOperation client)
    {
        var holder = Holder(client);
        if (holder is ISymbolInitializerOperation or ISimpleAssignmentOperation && Kept(holder) is { } member)
            return member.IsStatic || _known.Hosted.IsHosted(member.ContainingType) || _lives.IsLasting(member.ContainingType) ? member.Name : null;
        return holder is IArgumentOperation { Parent: IInvocationOperation call } && _lasting.Has(call.TargetMethod) || holder is IReturnOperation && Registration(holder) is not null ? "AddSingleton" : null;
    }

    /// <summary>The registration for which a lambda returns the client.</summary>
    private IInvocationOperation? Registration(IOperation result) =>
        result.EnclosingFunction() is IAnonymousFunctionOperation lambda && Callees.Taker(lambda) is { } taker && _lasting.Has(taker.TargetMethod) ? taker : null;

    private static ISymbol? Kept(IOperation holder) => holder switch
    {
        IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
        IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => properties[0],
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol } target } => target.Member,
        _ => null,
    };

    private static INamedTypeSymbol? IsFieldOfItsObject(IObjectCreationOperation client) =>
        Holder(client) is { } holder && Kept(holder) is { IsStatic: false } member ? member.ContainingType : null;

    /// <summary>Whether nothing keeps it: it is disposed here, or only asked.</summary>
    private static bool EndsWithTheCall(IObjectCreationOperation client)
    {
        switch (Holder(client))
        {
            case IUsingOperation: return true;
            case IInvocationOperation: return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Parent: { } declaration } }:
                return declaration.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation || Unreleased.Local(client, IsAsked) is not null;
            default: return false;
        }
    }

    /// <summary>Whether the mention asks a server, sets the client up, or ends it.</summary>
    private static bool IsAsked(IOperation mention) => mention.Parent switch
    {
        IInvocationOperation call => call.Instance == mention,
        IMemberReferenceOperation member => member.Instance == mention,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, ContainingType.Name: "HttpClientJsonExtensions" } } } => true,
        _ => false,
    };

    private static IOperation? Holder(IOperation value)
    {
        var holder = value.Holder();
        // new Lazy<HttpClient>(() => new HttpClient()) is kept by who keeps the Lazy.
        if (holder is IReturnOperation && holder.EnclosingFunction() is IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "Lazy" } lazy } } }) return Holder(lazy);
        return holder;
    }
}
