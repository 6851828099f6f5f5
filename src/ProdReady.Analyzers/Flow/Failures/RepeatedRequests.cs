using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which requests a resilience handler repeats that change something each time they are sent.</summary>
internal sealed class RepeatedRequests
{
    /// <summary>Code that decides for itself what is repeated.</summary>
    private static readonly string[] Choices = [".DisableFor", ".ShouldHandle", "ShouldHandle =", "HttpStandardResilienceOptions", "HttpStandardHedgingResilienceOptions"];

    /// <summary>What a request carries by which the other side knows that it has had it already.</summary>
    private static readonly string[] Keys = ["Idempoten", "idempoten", "RequestId", "requestid", "request-id", "Request-Id"];

    private readonly Known _known;
    private readonly ApiSet _register;
    private readonly ApiSet _forAll;
    private readonly ApiSet _change;
    private readonly ApiSet _methods;
    private readonly Origins _origins;
    private readonly ConcurrentDictionary<INamedTypeSymbol, string?> _changes = new(SymbolEqualityComparer.Default);
    private readonly Lazy<bool> _isChosen;
    private readonly Lazy<string?> _anywhere;

    public RepeatedRequests(Known known)
    {
        _known = known;
        _register = known.Calls(TimeoutApis.AddHttpClient);
        _forAll = known.Calls(ResilienceApis.ForAllClients);
        _change = known.Calls(ResilienceApis.Change);
        _methods = known.Calls(ResilienceApis.ChangingMethods);
        _origins = known.Origins;
        _isChosen = new(() => known.AnyText(Choices));
        _anywhere = new(() => known.Compilation.SyntaxTrees
            .Where(tree => SourceSearch.Text(tree) is var text && (text.Contains("Post") || text.Contains("Patch")) && !Keys.Any(text.Contains))
            .Select(tree => First(tree.GetRoot())).FirstOrDefault(request => request is not null));
    }

    /// <summary>The request that the handler repeats, and whether it is that of all clients; null when none is seen, or somebody has chosen what is repeated.</summary>
    public (string Request, bool OfAll)? By(IInvocationOperation handler)
    {
        if (_isChosen.Value || handler.Arguments.Any(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.TypeKind: TypeKind.Delegate } && argument.Value.Bare() is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation })) return null;
        if (handler.Receiver() is not { } builder) return null;
        if (IsOfAll(builder)) return _known.Kind == ProjectKind.Library ? ("a request", true) : _anywhere.Value is { } anywhere ? (anywhere, true) : null;
        return Client(builder) is { } client && _changes.GetOrAdd(client, ChangeOf) is { } request ? (request, false) : null;
    }

    /// <summary>Whether the builder is what a set-up of all clients is given.</summary>
    private bool IsOfAll(IOperation builder) =>
        Root(builder) is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } given
        && given.EnclosingFunction() is IAnonymousFunctionOperation lambda && Callees.Taker(lambda) is { } setup && _forAll.Has(setup.TargetMethod);

    /// <summary>The class that is given the client, when a registration says so.</summary>
    private INamedTypeSymbol? Client(IOperation builder)
    {
        var root = Root(builder) is ILocalReferenceOperation local && _origins.Of(local) is { Count: 1 } origins ? Root(origins[0]) : Root(builder);
        return root is IInvocationOperation registration && _register.Has(registration.TargetMethod) && registration.TargetMethod.TypeArguments.LastOrDefault() is INamedTypeSymbol { TypeKind: TypeKind.Class } client ? client : null;
    }

    /// <summary>What a chain of set-up calls on a builder begins with.</summary>
    private IOperation Root(IOperation builder) =>
        builder.Bare() is IInvocationOperation call && !_register.Has(call.TargetMethod) && call.Receiver() is { } receiver ? Root(receiver) : builder.Bare();

    private string? ChangeOf(INamedTypeSymbol client) =>
        _known.Parts(client).ToArray() is var parts && parts.Any(part => part.ToString() is var text && Keys.Any(text.Contains)) ? null
            : parts.Select(First).FirstOrDefault(request => request is not null);

    /// <summary>The first request in the code that changes something, by the name of its call or method.</summary>
    private string? First(SyntaxNode code)
    {
        var model = _known.Bodies.Model(code.SyntaxTree);
        foreach (var name in code.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var text = name.Identifier.ValueText;
            if (text.StartsWith("Post", StringComparison.Ordinal) || text.StartsWith("Patch", StringComparison.Ordinal))
            {
                if (model.GetSymbolInfo(name).Symbol is { } symbol && (_change.Has(symbol) || _methods.Has(symbol))) return symbol is IMethodSymbol ? symbol.Name : "HttpMethod." + symbol.Name;
            }
        }

        return null;
    }
}
