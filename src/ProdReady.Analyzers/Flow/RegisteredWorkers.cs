using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The background services of this compilation that some code of it has the host run, in the order of the files that say so.</summary>
internal sealed class RegisteredWorkers(Known known)
{
    private static readonly HashSet<string> Names = new(WorkerApis.Register.SelectMany(row => row.Members));

    private readonly INamedTypeSymbol? _backgroundService = known.Type(WorkerApis.BackgroundService);
    private readonly INamedTypeSymbol? _hostedService = known.Type(WorkerApis.HostedService);
    private readonly ApiSet _register = known.Calls(WorkerApis.Register);

    private readonly ConcurrentDictionary<SyntaxTree, INamedTypeSymbol[]> _found = new();
    private readonly Lazy<SyntaxTree[]> _files = new(() => [.. known.Compilation.SyntaxTrees
        .Where(tree => SourceSearch.Text(tree) is var text && (text.Contains("AddHostedService") || text.Contains("IHostedService")))
        .OrderBy(tree => tree.FilePath, StringComparer.Ordinal)]);

    /// <summary>A file is bound when its turn comes.</summary>
    public IEnumerable<INamedTypeSymbol> Find() =>
        _files.Value.SelectMany(file => _found.GetOrAdd(file, tree => [.. In(tree)])).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    private IEnumerable<INamedTypeSymbol> In(SyntaxTree tree) => Registered(tree)
        .Where(type => !type.IsAbstract && Types.Is(type, _backgroundService) && known.Declares(type))
        .OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal);

    private IEnumerable<INamedTypeSymbol> Registered(SyntaxTree tree) =>
        from call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        where Names.Contains(Flow.Names.Of(call))
        let bound = known.Bodies.Model(tree).GetOperation(call) as IInvocationOperation
        where bound is not null && _register.Has(bound.TargetMethod)
        from type in Services(bound)
        select type.OriginalDefinition;

    /// <summary>What is registered: <c>AddHostedService&lt;T&gt;()</c>, <c>AddSingleton&lt;IHostedService, T&gt;()</c>, or with a lambda that returns it.</summary>
    private IEnumerable<INamedTypeSymbol> Services(IInvocationOperation call)
    {
        var types = call.TargetMethod.TypeArguments;
        var isHosted = call.TargetMethod.Name == "AddHostedService" || types.Length > 0 && SymbolEqualityComparer.Default.Equals(types[0], _hostedService);
        if (!isHosted) return [];
        var made = call.Arguments.SelectMany(argument => argument.Descendants()).OfType<IReturnOperation>().Select(result => result.ReturnedValue?.Bare().Type);
        return types.Concat(made).OfType<INamedTypeSymbol>();
    }
}
