using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether code could start a host, by the names in it: itself, in a method it calls, or in one that this one calls. Nothing is bound for the answer.</summary>
internal sealed class HostStartNames(Known known)
{
    private readonly ApiSet _start = known.Calls(HostApis.Start);
    private readonly HashSet<string> _names = [.. known.Names(HostApis.Start)];
    private readonly Lazy<HashSet<string>> _starting = new(() => [.. Starting(known)]);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _mayStart = new(SymbolEqualityComparer.Default);

    public bool MayBeIn(IOperation code) => code.Executed().Any(operation => operation switch
    {
        IInvocationOperation call => _start.Has(call.TargetMethod) || MayBeIn(call.TargetMethod),
        IObjectCreationOperation { Constructor: { } constructor } => MayBeIn(constructor),
        IPropertyReferenceOperation { Property.SetMethod: { } setter, Parent: IAssignmentOperation } => MayBeIn(setter),
        _ => false,
    });

    private bool MayBeIn(IMethodSymbol method) => known.Declares(method) && _mayStart.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, Look);

    private bool Look(IMethodSymbol method) =>
        known.Implementations.Target(method) is { } target
        && target.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().DescendantNodes().OfType<SimpleNameSyntax>()
            .Any(name => name.Identifier.ValueText is var text && (_names.Contains(text) || _starting.Value.Contains(text))));

    /// <summary>The names of the members in which a call has the name of one that starts a host.</summary>
    private static IEnumerable<string> Starting(Known known)
    {
        var calls = known.Names(HostApis.Start).Distinct().Select(name => "." + name + "(").ToArray();
        foreach (var tree in known.Compilation.SyntaxTrees)
        {
            var text = SourceSearch.Text(tree);
            foreach (var call in calls)
            {
                for (var at = text.IndexOf(call, StringComparison.Ordinal); at >= 0; at = text.IndexOf(call, at + call.Length, StringComparison.Ordinal))
                {
                    foreach (var name in Around(tree.GetRoot().FindToken(at))) yield return name;
                }
            }
        }
    }

    /// <summary>The names of the functions that the token is in.</summary>
    private static IEnumerable<string> Around(SyntaxToken token)
    {
        for (var node = token.Parent; node is not (null or BaseTypeDeclarationSyntax); node = node.Parent)
        {
            switch (node)
            {
                case LocalFunctionStatementSyntax function: yield return function.Identifier.ValueText; break;
                case MethodDeclarationSyntax method: yield return method.Identifier.ValueText; break;
                case ConstructorDeclarationSyntax constructor: yield return constructor.Identifier.ValueText; break;
                case PropertyDeclarationSyntax property: yield return property.Identifier.ValueText; break;
            }
        }
    }
}
