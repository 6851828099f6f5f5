using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Functions that answer for the health of something: checks, the lambdas registered as such, and what these call to make their answer.</summary>
internal sealed class HealthFunctions(Known known)
{
    private readonly INamedTypeSymbol? _check = known.Type(HealthCheckApis.Check);
    private readonly INamedTypeSymbol? _result = known.Type(HealthCheckApis.Result);

    private readonly KeptAnswers<SyntaxTree> _files = new(EqualityComparer<SyntaxTree>.Default, static file => SourceSearch.Text(file).Contains("Check"));

    /// <summary>Nothing can answer here.</summary>
    public bool None => _check is null || _result is null;

    /// <summary>Whether anything in the file of the operation may answer, or be registered to. Types and calls that have to do with it all have the word in their names, which most files lack.</summary>
    public bool MayBeAround(IOperation operation) => _files.Of(operation.Syntax.SyntaxTree);

    /// <summary>Whether the innermost function around the operation answers. The text of its return type is asked before it is bound.</summary>
    public bool IsIn(IOperation operation) => MayBeAround(operation) && operation.EnclosingFunction() switch
    {
        IAnonymousFunctionOperation { Symbol: var lambda } => Answers(lambda),
        ILocalFunctionOperation { Symbol: var local } => Answers(local),
        _ => operation.Root() is IMethodBodyOperation { Syntax: MethodDeclarationSyntax { ReturnType: var type } method, SemanticModel: { } model }
            && NamesAnswer(type) && model.GetDeclaredSymbol(method) is { } symbol && Answers(symbol),
    };

    /// <summary>Whether the function returns the answer of a check, or a task of it.</summary>
    public bool Answers(IMethodSymbol function) => IsAnswer(function.ReturnType) || Types.IsTask(function.ReturnType) && function.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } results } && IsAnswer(results[0]);

    public bool IsAnswer(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _result);

    private static bool NamesAnswer(TypeSyntax type) => type switch
    {
        GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } results } => NamesAnswer(results[0]),
        QualifiedNameSyntax { Right: var name } => NamesAnswer(name),
        AliasQualifiedNameSyntax { Name: var name } => NamesAnswer(name),
        IdentifierNameSyntax { Identifier.ValueText: var name } => name == "HealthCheckResult",
        _ => false,
    };

    /// <summary>The method of a check that is called for each probe; null when it is not written here.</summary>
    public IMethodSymbol? Entry(ITypeSymbol? check) =>
        _check is not null && check is INamedTypeSymbol && Types.Is(check, _check)
        && check.FindImplementationForInterfaceMember(_check.GetMembers("CheckHealthAsync")[0]) is IMethodSymbol entry && known.Bodies.Of(entry) is not null ? entry : null;
}
