using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether code could start a host, by the names of what it calls: itself, in a method it calls, or in one that this one calls. No other method is bound for the answer. Two levels, as <see cref="ExitCodes"/> looks two calls deep.</summary>
internal sealed class HostStartNames
{
    private readonly ApiSet _start;
    private readonly Lazy<HashSet<SyntaxTree>> _files;
    private readonly Lazy<HashSet<string>> _members;

    public HostStartNames(Known known)
    {
        _start = known.Calls(HostApis.Start);
        var names = new HashSet<string>(known.Names(HostApis.Start));
        _files = new(() => [.. known.Compilation.SyntaxTrees.Where(tree => CallNames.Places(tree, names).Any())]);
        _members = new(() =>
        {
            var starting = new HashSet<string>(_files.Value.SelectMany(tree => Around(tree, names)));
            var calling = known.Compilation.SyntaxTrees.SelectMany(tree => Around(tree, starting)).ToArray();
            starting.UnionWith(calling);
            return starting;
        });
    }

    /// <summary>Whether some call in the file has the name of one that starts a host.</summary>
    public bool AreIn(SyntaxTree file) => _files.Value.Contains(file);

    public bool MayBeIn(IOperation code) => code.Executed().Any(operation => operation switch
    {
        IInvocationOperation { TargetMethod: var called } => _start.Has(called) || _members.Value.Contains(called.Name),
        IObjectCreationOperation { Type.Name: var made } => _members.Value.Contains(made),
        _ => false,
    });

    /// <summary>The names of the functions in which something by one of the names is called; of a constructor, that of its type.</summary>
    private static IEnumerable<string> Around(SyntaxTree tree, HashSet<string> names) =>
        from place in CallNames.Places(tree, names).ToArray()
        from node in tree.GetRoot().FindToken(place).Parent!.AncestorsAndSelf()
        let name = node switch
        {
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
            _ => null,
        }
        where name is not null
        select name;
}
