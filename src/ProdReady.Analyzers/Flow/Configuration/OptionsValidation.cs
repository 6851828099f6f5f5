using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// What the compilation does to validate its options, looked for once and only when options are met that may lack it. What cannot be seen, such as a helper of
/// another package that is given the options, may validate them and may do so when the host starts.
/// </summary>
internal sealed class OptionsValidation
{
    private static readonly string[] Words = ["AddOptions", "OptionsBuilder", "IValidateOptions", "IStartupValidator", "ValidateOnStart"];

    private readonly Known _known;
    private readonly ApiSet _onStart;
    private readonly ApiSet _validate;
    private readonly Lazy<(Subjects Validated, Subjects OnStart)> _found;

    public OptionsValidation(Known known)
    {
        _known = known;
        _onStart = known.Calls(OptionsApis.ValidateOnStart);
        _validate = known.Calls(OptionsApis.Validate);
        _found = new(Find);
    }

    /// <summary>Whether anything may check options of this type, when they are read or before.</summary>
    public bool MayValidate(ITypeSymbol options) => _found.Value.Validated.Has(options);

    /// <summary>Whether anything may have the host check options of this type when it starts.</summary>
    public bool MayValidateOnStart(ITypeSymbol options) => _found.Value.OnStart.Has(options);

    /// <summary>The type of the options that a builder describes; null when it is none.</summary>
    public static ITypeSymbol? Described(ITypeSymbol? builder) =>
        builder is INamedTypeSymbol { Name: "OptionsBuilder", TypeArguments: { Length: 1 } arguments } ? arguments[0] : null;

    private (Subjects, Subjects) Find()
    {
        var (validated, onStart) = (new Subjects(), new Subjects());
        foreach (var tree in _known.Compilation.SyntaxTrees)
        {
            var text = SourceSearch.Text(tree);
            if (!Words.Any(text.Contains)) continue;
            var model = _known.Bodies.Model(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                switch (node)
                {
                    case InvocationExpressionSyntax call when Names.Of(call).Contains("Valid"):
                        Take(model.GetOperation(call), validated, onStart);
                        break;
                    case GenericNameSyntax { Identifier.ValueText: "IValidateOptions" } contract:
                        validated.Add(model.GetTypeInfo(contract.TypeArgumentList.Arguments[0]).Type);
                        break;
                    case IdentifierNameSyntax { Identifier.ValueText: "IStartupValidator" }:
                        onStart.Add(null);
                        break;
                }
            }
        }

        return (validated, onStart);
    }

    private void Take(IOperation? operation, Subjects validated, Subjects onStart)
    {
        if (operation is not IInvocationOperation call)
        {
            validated.Add(null);
            onStart.Add(null);
            return;
        }

        var method = call.TargetMethod;
        var isOfFramework = method.ContainingAssembly is { } assembly && Types.IsFramework(assembly);
        var isHere = !method.DeclaringSyntaxReferences.IsEmpty;
        foreach (var options in Options(call))
        {
            if (!_onStart.Has(method) && (!isOfFramework || _validate.Has(method))) validated.Add(options);
            if (_onStart.Has(method) || method.Name.Contains("OnStart") || !isOfFramework && !isHere) onStart.Add(options);
        }
    }

    /// <summary>The types of options that a call is about: those its builder describes, and those it names.</summary>
    private static IEnumerable<ITypeSymbol> Options(IInvocationOperation call) =>
        call.Arguments.Select(argument => Described(argument.Value.Type))
            .Append(Described(call.Instance?.Type))
            .Concat(call.TargetMethod.TypeArguments)
            .OfType<ITypeSymbol>()
            .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>Types of options; all of them, where code speaks of a type that is not known yet.</summary>
    private sealed class Subjects
    {
        private readonly HashSet<ISymbol> _types = new(SymbolEqualityComparer.Default);
        private bool _all;

        public void Add(ITypeSymbol? options)
        {
            if (options is INamedTypeSymbol { TypeKind: not TypeKind.Error } named) _types.Add(named);
            else _all = true;
        }

        /// <summary>Code that speaks of a type not known yet is about any of them.</summary>
        public bool Has(ITypeSymbol options) => _all || _types.Contains(options) || options is ITypeParameterSymbol && _types.Count > 0;
    }
}
