using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Typed clients that are registered with the container once more: it then makes them with a plain client, without address, timeout and handlers.</summary>
internal sealed class TypedClients
{
    private readonly ApiSet _addClass;
    private readonly INamedTypeSymbol? _client;
    private readonly Lazy<IReadOnlyList<IInvocationOperation>> _typed;

    public TypedClients(Known known)
    {
        _addClass = known.Calls(HttpClientApis.AddClass);
        _client = known.Type(HttpClientApis.Client);
        _typed = new(() => [.. known.AllCalls(HttpClientApis.AddTyped).Where(call => call.TargetMethod.TypeArguments.Length is 1 or 2)]);
    }

    /// <summary>The calls that register a class.</summary>
    public ApiSet Adding => _addClass;

    /// <summary>The registration of the typed client that this one takes the place of, or passes by; null when there is none.</summary>
    public IInvocationOperation? Lost(IInvocationOperation add)
    {
        if (!_addClass.Has(add.TargetMethod) || add.TargetMethod.Parameters.Length > 1 || add.TargetMethod.TypeArguments is not { Length: 1 or 2 } types) return null;
        return Lost(add, types[0], types[types.Length - 1]);
    }

    private IInvocationOperation? Lost(IInvocationOperation add, ITypeSymbol service, ITypeSymbol made)
    {
        if (made is not INamedTypeSymbol type || !type.Constructors.Any(constructor => constructor.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, _client)))) return null;
        return _typed.Value.FirstOrDefault(typed => Made(typed) is { } client && Same(client, made) && IsSetUp(typed) && (!Same(typed.TargetMethod.TypeArguments[0], service) || IsBefore(typed, add)));
    }

    private static ITypeSymbol? Made(IInvocationOperation typed) => typed.TargetMethod.TypeArguments.LastOrDefault();

    /// <summary>Whether the client gets anything by its registration: an argument, or a call on the builder that is returned.</summary>
    private static bool IsSetUp(IInvocationOperation typed) =>
        typed.Arguments.Any(argument => argument.Value.Bare() is IDelegateCreationOperation)
        || typed.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } } or IInvocationOperation or IVariableInitializerOperation;

    /// <summary>Of two registrations of a service the last counts; of two in different methods nobody knows which that is.</summary>
    private static bool IsBefore(IInvocationOperation typed, IInvocationOperation add) =>
        typed.Syntax.SyntaxTree == add.Syntax.SyntaxTree && typed.Root().Syntax.Span == add.Root().Syntax.Span && typed.Syntax.SpanStart < add.Syntax.SpanStart;

    private static bool Same(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
