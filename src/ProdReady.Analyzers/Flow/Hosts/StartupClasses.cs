using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The methods that a host calls by their name: those of a <c>Startup</c> class, and start-up filters.</summary>
internal sealed class StartupClasses(Known known)
{
    private readonly ApiSet _use = known.Calls(HostApis.UseStartup);
    private readonly INamedTypeSymbol? _filter = known.Type(HostApis.StartupFilter);

    /// <summary>A method that the host calls because of a step, and when; null where its code cannot be seen.</summary>
    public readonly record struct Entry(IMethodSymbol? Method, HostCondition When);

    public IEnumerable<Entry> In(IInvocationOperation call)
    {
        if (_use.Has(call.TargetMethod)) return call.NamedTypes().OfType<INamedTypeSymbol>().SelectMany(OfStartup);
        return _filter is not null && Registers(call) ? OfFilter(call) : [];
    }

    private bool Registers(IInvocationOperation call) =>
        call.TargetMethod.TypeArguments is { Length: > 0 } types && SymbolEqualityComparer.Default.Equals(types[0], _filter);

    private IEnumerable<Entry> OfStartup(INamedTypeSymbol type)
    {
        for (var part = type; part is not null && part.SpecialType != SpecialType.System_Object; part = part.BaseType)
        {
            if (!known.Declares(part))
            {
                yield return new Entry(null, HostCondition.Always);
                yield break;
            }

            foreach (var method in part.GetMembers().OfType<IMethodSymbol>())
            {
                if (method.MethodKind == MethodKind.Constructor && method.DeclaringSyntaxReferences.Length > 0 && known.Bodies.Of(method) is not null) yield return new Entry(method, HostCondition.Always);
                if (method.MethodKind == MethodKind.Ordinary && !method.IsAbstract && WhenCalled(method.Name) is { } when) yield return new Entry(method, when);
            }
        }
    }

    /// <summary>When the host calls a method of this name: <c>Configure</c>, <c>ConfigureServices</c>, <c>ConfigureContainer</c>, or one with the name of an environment in it.</summary>
    private static HostCondition? WhenCalled(string name)
    {
        if (name is "Configure" or "ConfigureServices" or "ConfigureContainer") return HostCondition.Always;
        if (!name.StartsWith("Configure", StringComparison.Ordinal)) return null;
        var environment = name.Substring("Configure".Length);
        foreach (var end in new[] { "Services", "Container" })
        {
            if (environment.EndsWith(end, StringComparison.Ordinal)) environment = environment.Substring(0, environment.Length - end.Length);
        }

        return environment switch
        {
            "Development" => HostCondition.DevelopmentOnly,
            "Production" => HostCondition.Always,
            "Staging" => HostCondition.NotProduction,
            _ => null,
        };
    }

    private IEnumerable<Entry> OfFilter(IInvocationOperation call)
    {
        var made = call.TargetMethod.TypeArguments.Skip(1).Concat(call.Arguments.SelectMany(argument => argument.Descendants()).OfType<IObjectCreationOperation>().Select(creation => creation.Type));
        return made.OfType<INamedTypeSymbol>().Where(type => Types.Is(type, _filter)).Select(type => new Entry(known.Declares(type) ? Configure(type) : null, HostCondition.Always));
    }

    private static IMethodSymbol? Configure(INamedTypeSymbol filter) => filter.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(method => method.Name.EndsWith("Configure", StringComparison.Ordinal));
}
