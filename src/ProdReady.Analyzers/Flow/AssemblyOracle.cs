using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// What a helper in another assembly cannot have done. The compiler writes a reference only to assemblies of which something is used, so an assembly
/// without the reference has not used the API. In editors a referenced project is source and lists all its references; there the names are looked for.
/// </summary>
internal sealed class AssemblyOracle
{
    private readonly string _owner;
    private readonly HashSet<string> _names;
    private readonly Lazy<Dictionary<IAssemblySymbol, Compilation>> _projects;
    private readonly ConcurrentDictionary<IAssemblySymbol, bool> _answers = new(SymbolEqualityComparer.Default);

    /// <param name="compilation">The compilation that calls the helpers.</param>
    /// <param name="owner">The assembly that owns the API.</param>
    /// <param name="table">The API.</param>
    public AssemblyOracle(Compilation compilation, string owner, Api[] table)
    {
        _owner = owner;
        _names = new(table.SelectMany(row => row.Members));
        _projects = new(() => Projects(compilation));
    }

    /// <summary>Whether code in <paramref name="assembly"/>, or in an assembly it uses, may call one of the APIs.</summary>
    public bool MayUse(IAssemblySymbol assembly) =>
        _answers.TryGetValue(assembly, out var known) ? known : _answers.GetOrAdd(assembly, Ask(assembly, new(SymbolEqualityComparer.Default)));

    private bool Ask(IAssemblySymbol assembly, HashSet<IAssemblySymbol> asked) =>
        asked.Add(assembly) && !Types.IsFramework(assembly)
        && (UsesItself(assembly) || assembly.Modules.SelectMany(module => module.ReferencedAssemblySymbols).Any(used => Ask(used, asked)));

    private bool UsesItself(IAssemblySymbol assembly) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == _owner))
        && (!_projects.Value.TryGetValue(assembly, out var source) || source.SyntaxTrees.Any(Mentions));

    private bool Mentions(SyntaxTree tree) =>
        tree.GetRoot().DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && _names.Contains(token.ValueText));

    private static Dictionary<IAssemblySymbol, Compilation> Projects(Compilation compilation)
    {
        var projects = new Dictionary<IAssemblySymbol, Compilation>(SymbolEqualityComparer.Default);
        foreach (var reference in compilation.References.OfType<CompilationReference>())
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly || projects.ContainsKey(assembly)) continue;
            projects[assembly] = reference.Compilation;
            foreach (var further in Projects(reference.Compilation)) projects[further.Key] = further.Value;
        }

        return projects;
    }
}
