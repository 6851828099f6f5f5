using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>
/// What libraries say of their own methods, in an attribute that the package writes into them: a build hands over projects as reference assemblies, which have no
/// bodies but keep their attributes. The format is described in docs/facts-between-projects.md.
/// </summary>
internal sealed class SharedFacts
{
    /// <summary>The key of the assembly's metadata.</summary>
    public const string Key = "ProdReady.Facts";

    /// <summary>What comes between two methods.</summary>
    private const char Separator = ';';

    /// <summary>The version of the format, and with it of the words that a method without them is known not to have earned.</summary>
    private const string Version = "1";

    private readonly ConcurrentDictionary<IAssemblySymbol, IReadOnlyDictionary<string, HostFacts>> _assemblies = new(SymbolEqualityComparer.Default);

    /// <summary>What <paramref name="method"/> does; null when its library says nothing of it.</summary>
    public HostFacts? Of(IMethodSymbol method)
    {
        var called = (method.ReducedFrom ?? method).OriginalDefinition;
        return called.ContainingAssembly is { } assembly && In(assembly) is { Count: > 0 } methods && called.GetDocumentationCommentId() is { } id && methods.TryGetValue(id, out var facts)
            ? facts
            : null;
    }

    /// <summary>All that <paramref name="assembly"/> says, by the documentation ids of its methods.</summary>
    public IReadOnlyDictionary<string, HostFacts> In(IAssemblySymbol assembly) => _assemblies.GetOrAdd(assembly, Read);

    /// <summary>The name of the method with this documentation id.</summary>
    public static string Name(string id) => id.Split('(')[0].Split('.').Last().Split('`')[0];

    /// <summary>The entries of the attribute; null where there is nothing to say.</summary>
    public static IReadOnlyList<string>? Write(IEnumerable<KeyValuePair<string, HostFacts>> methods)
    {
        var entries = methods.OrderBy(method => method.Key, StringComparer.Ordinal).Select(method => $"{method.Key} {method.Value.Words}".TrimEnd()).ToArray();
        return entries.Length == 0 ? null : [.. entries.Prepend(Version).Select((entry, index) => index < entries.Length ? entry + Separator : entry)];
    }

    private static IReadOnlyDictionary<string, HostFacts> Read(IAssemblySymbol assembly)
    {
        var found = new Dictionary<string, HostFacts>(StringComparer.Ordinal);
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass?.Name != "AssemblyMetadataAttribute" || attribute.ConstructorArguments is not { Length: 2 } arguments) continue;
            if (arguments[0].Value is not Key || arguments[1].Value is not string text) continue;
            var entries = text.Split(Separator);
            // What a later version means by its words is not known here.
            if (entries[0] != Version) continue;
            foreach (var entry in entries.Skip(1))
            {
                var words = entry.Split(' ');
                found[words[0]] = HostFacts.Of(words.Skip(1).ToArray());
            }
        }

        return found;
    }
}
