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

    /// <summary>Whether the project has a method of such a name: then the name alone does not say that the host runs the service.</summary>
    private readonly Lazy<bool> _declaresOwn = new(() => Names.Any(name => known.Compilation.ContainsSymbolsWithName(name, SymbolFilter.Member)));
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
        from call in CallNames.Calls(tree, Names)
        where IsHosted(call)
        from type in call.ArgumentList.Arguments.Count == 0 && Named(call).Count > 0 && !_declaresOwn.Value ? Named(tree, call) : Made(tree, call)
        where type is not null
        select type.OriginalDefinition;

    /// <summary>Whether a hosted service may be registered, as it is written.</summary>
    private static bool IsHosted(InvocationExpressionSyntax call) =>
        Flow.Names.Of(call) == "AddHostedService" || Named(call).FirstOrDefault()?.ToString().EndsWith("IHostedService", StringComparison.Ordinal) == true;

    private static SeparatedSyntaxList<TypeSyntax> Named(InvocationExpressionSyntax call) =>
        (call.Expression is MemberAccessExpressionSyntax member ? member.Name : call.Expression) is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments : default;

    /// <summary>The service of <c>AddHostedService&lt;T&gt;()</c> or of <c>AddSingleton&lt;IHostedService, T&gt;()</c>.</summary>
    private INamedTypeSymbol?[] Named(SyntaxTree tree, InvocationExpressionSyntax call)
    {
        var types = Named(call);
        return Flow.Names.Of(call) == "AddHostedService" || SymbolEqualityComparer.Default.Equals(Type(tree, types[0]), _hostedService) ? [Type(tree, types[types.Count - 1])] : [];
    }

    /// <summary>A type by its name: the method around it, which registers whatever the application has, is not bound for that.</summary>
    private INamedTypeSymbol? Type(SyntaxTree tree, TypeSyntax name) =>
        known.Bodies.Model(tree).GetSpeculativeTypeInfo(name.SpanStart, name, SpeculativeBindingOption.BindAsTypeOrNamespace).Type as INamedTypeSymbol;

    private IEnumerable<INamedTypeSymbol?> Made(SyntaxTree tree, InvocationExpressionSyntax call) =>
        known.Bodies.Model(tree).GetOperation(call) is IInvocationOperation bound && _register.Has(bound.TargetMethod) ? Services(bound) : [];

    private IEnumerable<INamedTypeSymbol> Services(IInvocationOperation call)
    {
        var types = call.TargetMethod.TypeArguments;
        var isHosted = call.TargetMethod.Name == "AddHostedService" || types.Length > 0 && SymbolEqualityComparer.Default.Equals(types[0], _hostedService);
        if (!isHosted) return [];
        var made = call.Arguments.SelectMany(argument => argument.Descendants()).OfType<IReturnOperation>().Select(result => result.ReturnedValue?.Bare().Type);
        return types.Concat(made).OfType<INamedTypeSymbol>();
    }
}
