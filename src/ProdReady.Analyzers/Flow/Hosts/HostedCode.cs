using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Where a service is entered: by requests, messages and probes, by the host that starts and stops its workers, and by the code that puts it together before it runs.
/// </summary>
internal sealed class HostedCode(Known known) : IEntrances
{
    /// <summary>Who is given one of these puts the application together.</summary>
    private static readonly string[] Builders =
    [
        "Microsoft.Extensions.DependencyInjection.IServiceCollection",
        "Microsoft.Extensions.Hosting.IHostApplicationBuilder",
        "Microsoft.Extensions.Hosting.IHostBuilder",
        "Microsoft.AspNetCore.Builder.IApplicationBuilder",
    ];

    private readonly RequestPaths _requests = known.RequestPaths;
    private readonly INamedTypeSymbol? _hostedService = known.Type(WorkerApis.HostedService);
    private readonly INamedTypeSymbol[] _builders = Builders.Select(known.Type).OfType<INamedTypeSymbol>().ToArray();
    private readonly ApiSet _startWork = known.Calls(WorkerApis.StartWork);
    private readonly ApiSet _run = known.Calls(HostApis.Run);
    private readonly Lazy<IMethodSymbol?> _main = new(() => known.Compilation.GetEntryPoint(default));

    /// <summary>Nothing of all this is referenced.</summary>
    public bool None => _requests.None && _hostedService is null && _builders.Length == 0;

    public bool IsMain(ISymbol? symbol) => symbol is not null && SymbolEqualityComparer.Default.Equals(symbol, _main.Value);

    public Entrance? Member(IMethodSymbol member, IOperation place)
    {
        if (_requests.Member(member, place) is { } request) return request;
        if (IsOfStart(member, place)) return new Entrance(EnteredFor.Start, Wait.NameOf(member));
        return IsHosted(member) ? new Entrance(EnteredFor.Work, Wait.NameOf(member)) : null;
    }

    /// <summary>Whether the member is entered for the start. What requests enter is asked last: of most members the answer is no before.</summary>
    public bool IsStart(IMethodSymbol member, IOperation place) => IsOfStart(member, place) && _requests.Member(member, place) is null;

    public bool MayBe(IMethodSymbol member) => _requests.MayBe(member) || IsHosted(member) || PutsTogether(member) || IsMain(member);

    public bool MayTake(string taker) => _requests.MayTake(taker);

    public bool MayContinue(string taker) => _startWork.HasName(taker);

    public Entrance? Handed(IOperation function) => _requests.Handed(function);

    /// <summary>Work that a hosted service starts on the pool is still its work.</summary>
    public bool Continues(IAnonymousFunctionOperation lambda) =>
        Callees.Taker(lambda) is { } call && _startWork.Has(call.TargetMethod) && Types.Is(lambda.Symbol.ContainingType, _hostedService);

    private bool IsHosted(IMethodSymbol member) => Types.Is(member.ContainingType, _hostedService);

    private bool IsOfStart(IMethodSymbol member, IOperation place) =>
        IsHosted(member) ? member.Name == "StartAsync" || member.MethodKind == MethodKind.Constructor : PutsTogether(member) || IsMain(member) && IsBeforeRun(place);

    private bool PutsTogether(IMethodSymbol member) =>
        member.MethodKind == MethodKind.Ordinary && member.Parameters.Any(parameter => _builders.Any(builder => Types.Is(parameter.Type, builder)));

    /// <summary>What stands behind the call that runs the host, or where none is seen, belongs to no host.</summary>
    private bool IsBeforeRun(IOperation place) =>
        known.Kind is ProjectKind.Web or ProjectKind.Worker
        && place.Root().Descendants().Any(operation => operation is IInvocationOperation call && call.Syntax.SpanStart > place.Syntax.SpanStart && _run.Has(call.TargetMethod));
}
