using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>Gives a type a service through its constructor or primary constructor. Open only where nobody but the container makes the type.</summary>
internal sealed class Injection
{
    private readonly SyntaxAnnotation _type = new();
    private readonly SyntaxAnnotation _place = new();
    private readonly Service _service;
    private readonly string _serviceType;

    private Injection(Spot spot, SyntaxNode place, TypeDeclarationSyntax type, Service service)
    {
        _service = service;
        _serviceType = service.TypeFor(type.Identifier.ValueText + type.TypeParameterList);
        Name = PrimaryParameters(type) is null ? FieldName : ParameterName;
        MarkedRoot = spot.Root.ReplaceNodes(new[] { place, type }, (original, rewritten) => rewritten.WithAdditionalAnnotations(original == type ? _type : _place));
    }

    /// <summary>The name by which code of the type will have the service.</summary>
    public string Name { get; }

    public SyntaxNode MarkedRoot { get; }

    private string ParameterName => _service.Parameter;

    private string FieldName => _service.Field;

    /// <summary>The injection for the type around <paramref name="place"/>, where the service will be used; null when the type cannot get it.</summary>
    public static async Task<Injection?> For(Spot spot, SyntaxNode place, Service service)
    {
        if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not ClassDeclarationSyntax type || type.Modifiers.Any(SyntaxKind.StaticKeyword) || type.Modifiers.Any(SyntaxKind.PartialKeyword)) return null;
        for (var symbol = spot.Model.GetEnclosingSymbol(place.SpanStart, spot.Cancellation); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (method.IsStatic || method.MethodKind == MethodKind.Constructor) return null;
        }

        var constructors = type.Members.OfType<ConstructorDeclarationSyntax>().Where(constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword)).ToArray();
        if (constructors.Length > 1 || constructors.Any(constructor => constructor.Body is null) || constructors.Length == 1 && PrimaryParameters(type) is not null) return null;
        if (spot.Model.GetDeclaredSymbol(type, spot.Cancellation) is not { } declared || declared.IsAbstract) return null;
        if (declared.GetMembers().Any(member => member.Name == service.Field || member.Name == service.Parameter)) return null;
        var name = PrimaryParameters(type) is null ? service.Field : service.Parameter;
        if (spot.Model.LookupSymbols((place as CatchClauseSyntax)?.Block.SpanStart ?? place.SpanStart, name: name).Any(symbol => symbol is ILocalSymbol or IParameterSymbol)) return null;
        if (PrimaryParameters(type) is null && place.FirstAncestorOrSelf<MemberDeclarationSyntax>() is FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null }) return null;
        if (constructors.Length == 1 && Given(constructors[0], service) is null && UsesName(constructors[0], service)) return null;
        return await IsMadeInCode(declared, spot).ConfigureAwait(false) ? null : new Injection(spot, place, type, service);
    }

    /// <summary>The place in <see cref="MarkedRoot"/>.</summary>
    public TNode Mark<TNode>(TNode place)
        where TNode : SyntaxNode =>
        (TNode)MarkedRoot.GetAnnotatedNodes(_place).First(node => node.RawKind == place.RawKind);

    /// <summary>Adds parameter, field and assignment to the type.</summary>
    public SyntaxNode Into(SyntaxNode root, Spot spot)
    {
        var type = root.GetAnnotatedNodes(_type).OfType<ClassDeclarationSyntax>().First();
        var parameter = Pattern.Parameter($"{_serviceType} {ParameterName}");
        if (PrimaryParameters(type) is { } list) return root.ReplaceNode(type, Documentation.WithParameter(type.ReplaceNode(list, With(list, parameter)), ParameterName, spot.NewLine));

        var field = Pattern.Member($"private readonly {_serviceType} {FieldName};", spot.NewLine);
        var constructor = type.Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault(candidate => !candidate.Modifiers.Any(SyntaxKind.StaticKeyword));
        if (constructor is null)
        {
            var made = Pattern.Member($$"""
                public {{type.Identifier.ValueText}}({{_serviceType}} {{ParameterName}})
                {
                    {{FieldName}} = {{ParameterName}};
                }
                """, spot.NewLine);
            var blank = SyntaxFactory.EndOfLine(spot.NewLine);
            var first = type.Members.FirstOrDefault(member => member is not FieldDeclarationSyntax);
            var position = first is null ? type.Members.Count : type.Members.IndexOf(first);
            var members = type.Members.InsertRange(position, new[] { field, made.WithLeadingTrivia(Documentation.OfConstructor(type, ParameterName, spot).Insert(0, blank)) });
            if (first is not null && !first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)) members = members.Replace(members[position + 2], members[position + 2].WithLeadingTrivia(members[position + 2].GetLeadingTrivia().Insert(0, blank)));
            return root.ReplaceNode(type, type.WithMembers(members).WithAdditionalAnnotations(_type));
        }

        var given = Given(constructor, _service);
        var assign = Pattern.Statement($"{FieldName} = {given?.Identifier.Text ?? ParameterName};", spot.NewLine);
        var opened = Handler.Open(constructor.Body!, spot.NewLine);
        var widened = constructor.WithParameterList(given is null ? With(constructor.ParameterList, parameter) : constructor.ParameterList).WithBody(opened.WithStatements(opened.Statements.Add(assign)));
        if (given is null) widened = Documentation.WithParameter(widened, ParameterName, spot.NewLine);
        var index = type.Members.TakeWhile(member => member is FieldDeclarationSyntax).Count();
        return root.ReplaceNode(type, type.WithMembers(type.Members.Replace(constructor, widened).Insert(index, index == 0 ? field.WithTrailingTrivia(field.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(spot.NewLine))) : field)));
    }

    private static ParameterListSyntax With(ParameterListSyntax list, ParameterSyntax parameter)
    {
        // In a list with a line for each, the new one gets its own too.
        if (list.Parameters.LastOrDefault() is { Default: null } last && !last.Modifiers.Any(SyntaxKind.ParamsKeyword) && last.GetLeadingTrivia().Any(SyntaxKind.WhitespaceTrivia))
        {
            var line = list.Parameters.GetSeparators().Append(list.OpenParenToken).SelectMany(token => token.TrailingTrivia).Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).Take(1);
            var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(line);
            return list.WithParameters(SyntaxFactory.SeparatedList<ParameterSyntax>(list.Parameters.GetWithSeparators().Add(comma).Add(parameter.WithoutAnnotations(Formatter.Annotation).WithLeadingTrivia(last.GetLeadingTrivia()))));
        }

        var position = list.Parameters.TakeWhile(existing => existing.Default is null && !existing.Modifiers.Any(SyntaxKind.ParamsKeyword)).Count();
        return list.WithParameters(list.Parameters.Insert(position, parameter)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The parameters behind the name of the type; the oldest compiler we run in has no property for them on classes.</summary>
    private static ParameterListSyntax? PrimaryParameters(TypeDeclarationSyntax type) => type.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault();

    /// <summary>The parameter by which the constructor already takes the service, to hand it on.</summary>
    private static ParameterSyntax? Given(ConstructorDeclarationSyntax constructor, Service service) =>
        constructor.ParameterList.Parameters.FirstOrDefault(parameter => parameter.Type is SimpleNameSyntax type && type.Identifier.ValueText == service.TypeName);

    private static bool UsesName(ConstructorDeclarationSyntax constructor, Service service) =>
        constructor.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && (token.ValueText == service.Parameter || token.ValueText == service.Field));

    private static async Task<bool> IsMadeInCode(INamedTypeSymbol type, Spot spot)
    {
        // A class that derives from it calls its constructor, if only in silence.
        var solution = spot.Document.Project.Solution;
        if ((await SymbolFinder.FindDerivedClassesAsync(type, solution, cancellationToken: spot.Cancellation).ConfigureAwait(false)).Any()) return true;
        foreach (var use in (await SymbolFinder.FindReferencesAsync(type, solution, spot.Cancellation).ConfigureAwait(false)).SelectMany(reference => reference.Locations))
        {
            if (await IsMadeByTypeArgument(use, spot).ConfigureAwait(false)) return true;
        }

        foreach (var constructor in type.InstanceConstructors)
        {
            var references = await SymbolFinder.FindReferencesAsync(constructor, spot.Document.Project.Solution, spot.Cancellation).ConfigureAwait(false);
            if (references.SelectMany(reference => reference.Locations).Any()) return true;
        }

        return false;
    }

    /// <summary>Whether the type is given to something that makes it without arguments: a parameter with <c>new()</c>, a serializer.</summary>
    private static async Task<bool> IsMadeByTypeArgument(ReferenceLocation use, Spot spot)
    {
        var root = await use.Document.GetSyntaxRootAsync(spot.Cancellation).ConfigureAwait(false);
        var name = root?.FindNode(use.Location.SourceSpan, getInnermostNodeForTie: true);
        if (name?.FirstAncestorOrSelf<TypeArgumentListSyntax>() is not { Parent: GenericNameSyntax generic } list) return false;
        if (generic.Identifier.ValueText.StartsWith("Deserialize", StringComparison.Ordinal)) return true;
        var model = await use.Document.GetSemanticModelAsync(spot.Cancellation).ConfigureAwait(false);
        var position = list.Arguments.IndexOf(argument => argument.Span.Contains(use.Location.SourceSpan));
        var parameters = model?.GetSymbolInfo(generic, spot.Cancellation).Symbol switch
        {
            IMethodSymbol method => method.TypeParameters,
            INamedTypeSymbol type => type.TypeParameters,
            _ => ImmutableArray<ITypeParameterSymbol>.Empty,
        };
        return position >= 0 && position < parameters.Length && parameters[position].HasConstructorConstraint;
    }

    /// <summary>What is injected.</summary>
    /// <param name="TypeName">The name of its type, without type arguments.</param>
    /// <param name="Parameter">The name of the parameter; that of the field is made of it.</param>
    /// <param name="IsOfUser">Whether its type argument is the type that uses it.</param>
    internal sealed record Service(string TypeName, string Parameter, bool IsOfUser = false)
    {
        public string Field => "_" + Parameter;

        public string TypeFor(string user) => IsOfUser ? $"{TypeName}<{user}>" : TypeName;
    }
}
