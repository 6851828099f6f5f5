using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// What a helper in another assembly cannot have done. The compiler writes a reference only to assemblies of which something is used, so an assembly
/// without the reference has not used the API. Two cases need care: a build hands over projects as reference assemblies, which have no bodies and list only
/// what their signatures need (nothing can be told); in editors a referenced project is source and lists all its references (its text is read).
/// </summary>
/// <param name="compilation">The compilation that calls the helpers.</param>
/// <param name="owner">The assembly that owns the API.</param>
/// <param name="mentions">Whether a source text has a name of the API.</param>
internal sealed class AssemblyOracle(Compilation compilation, string owner, Func<string, bool> mentions)
{
    private readonly Lazy<Dictionary<IAssemblySymbol, Compilation>> _projects = new(() => Projects(compilation));
    private readonly ConcurrentDictionary<IAssemblySymbol, Answer> _answers = new(SymbolEqualityComparer.Default);

    /// <summary>Whether code in <paramref name="assembly"/>, or in an assembly it uses, calls one of the APIs.</summary>
    public Answer Uses(IAssemblySymbol assembly) =>
        _answers.TryGetValue(assembly, out var known) ? known : _answers.GetOrAdd(assembly, Ask(assembly, new(SymbolEqualityComparer.Default)));

    private Answer Ask(IAssemblySymbol assembly, HashSet<IAssemblySymbol> asked)
    {
        if (!asked.Add(assembly) || Types.IsFramework(assembly)) return Answer.No;
        var answer = AskAlone(assembly);
        foreach (var used in assembly.Modules.SelectMany(module => module.ReferencedAssemblySymbols))
        {
            if (answer == Answer.Yes) return answer;
            if (Ask(used, asked) is var further && further > answer) answer = further;
        }

        return answer;
    }

    private Answer AskAlone(IAssemblySymbol assembly)
    {
        if (_projects.Value.TryGetValue(assembly, out var source)) return source.SyntaxTrees.Any(tree => mentions(SourceSearch.Text(tree))) ? Answer.Yes : Answer.No;
        if (assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == owner))) return Answer.Yes;
        return assembly.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ReferenceAssemblyAttribute") ? Answer.Unknown : Answer.No;
    }

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
