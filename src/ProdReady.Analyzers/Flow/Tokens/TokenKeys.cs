using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The variables behind a token. It is cancelled when one of them is: the token itself, the source it comes from, or a token that source is linked to.</summary>
internal sealed class TokenKeys(Known known)
{
    private const int Depth = 3;

    private readonly Origins _origins = known.Origins;
    private readonly INamedTypeSymbol? _token = known.Type("System.Threading.CancellationToken");
    private readonly INamedTypeSymbol? _source = known.Type("System.Threading.CancellationTokenSource");

    public bool IsToken(ITypeSymbol? type) => type is { TypeKind: TypeKind.Struct } && _token is not null && SymbolEqualityComparer.Default.Equals(type, _token);

    /// <summary>The token that a call is given; null when it leaves that to its default. Asked of nearly every call there is.</summary>
    public IArgumentOperation? Given(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.Explicit && IsToken(argument.Value.Type)) return argument;
        }

        return null;
    }

    /// <summary>Empty where the token has no name, or can never be cancelled.</summary>
    public IReadOnlyCollection<TokenKey> Of(IOperation token)
    {
        var keys = new List<TokenKey>();
        Collect(token, Depth, keys);
        return keys;
    }

    /// <summary>The same, of a token that is a variable.</summary>
    public IReadOnlyCollection<TokenKey> Of(ISymbol token)
    {
        var keys = new List<TokenKey> { new(token.OriginalDefinition) };
        if (Origin(token) is { } origin) Collect(origin, Depth - 1, keys);
        return keys;
    }

    /// <summary>The one variable that an expression of either type is; null when it is none.</summary>
    public TokenKey? Key(IOperation? expression) => expression?.Bare() switch
    {
        ILocalReferenceOperation { Local: var local } => new TokenKey(local),
        IParameterReferenceOperation { Parameter: var parameter } => new TokenKey(parameter),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol } member => IsNone(member) ? null : new TokenKey(member.Member.OriginalDefinition),
        IMemberReferenceOperation { Instance: { } owner, Member: IFieldSymbol or IPropertySymbol } member when Variables.Of(owner) is { } variable => new TokenKey(member.Member.OriginalDefinition, variable),
        _ => null,
    };

    /// <summary>What a variable is made with. In a control-flow graph a local has lost the method around it, so its declaration is asked.</summary>
    public IOperation? Origin(IOperation variable) => variable.Bare() switch
    {
        ILocalReferenceOperation local => Origin(local.Local),
        IMemberReferenceOperation member => Origin(member.Member),
        _ => null,
    };

    private IOperation? Origin(ISymbol variable) => variable is ILocalSymbol local
        ? local.DeclaringSyntaxReferences is { Length: 1 } declarations && declarations[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } ? known.Bodies.Model(value.SyntaxTree).GetOperation(value)?.Bare() : null
        : _origins.Of(variable) is { Count: 1 } origins ? origins[0] : null;

    private void Collect(IOperation token, int depth, List<TokenKey> keys)
    {
        if (depth == 0) return;
        if (token.Bare() is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } && SymbolEqualityComparer.Default.Equals(source.Type, _source))
        {
            if (Key(source) is { } variable) keys.Add(variable);
            foreach (var linked in Linked(source)) Collect(linked, depth - 1, keys);
            return;
        }

        if (!IsToken(token.Bare().Type) || Key(token) is not { } key) return;
        keys.Add(key);
        if (Origin(token) is { } origin) Collect(origin, depth - 1, keys);
    }

    /// <summary>The tokens that a source is linked to. With one of them it is cancelled from the start, whatever its timeout.</summary>
    private IEnumerable<IOperation> Linked(IOperation source) =>
        Origin(source) is IInvocationOperation { TargetMethod: { Name: "CreateLinkedTokenSource", IsStatic: true } } link
            ? link.Arguments.SelectMany(argument => argument.Descendants()).Where(operation => IsToken(operation.Type) && Key(operation) is not null)
            : [];

    private static bool IsNone(IMemberReferenceOperation member) => member.Member is { Name: "None", IsStatic: true };
}
