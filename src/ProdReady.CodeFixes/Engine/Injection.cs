using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>Gives a type a service of the container through its constructor or primary constructor. Open only where nobody but the container makes the type.</summary>
internal sealed class Injection
{
    private readonly Injectable _what;
    private readonly SyntaxAnnotation _type = new();
    private readonly SyntaxAnnotation _place = new();
    private readonly bool _hasPrimaryConstructor;
    private readonly string _typeName;

    private Injection(Injectable what, Spot spot, SyntaxNode place, TypeDeclarationSyntax type)
    {
        _what = what;
        _typeName = type.Identifier.ValueText + type.TypeParameterList;
        _hasPrimaryConstructor = PrimaryParameters(type) is not null;
        Name = _hasPrimaryConstructor ? what.Parameter : what.Field;
        MarkedRoot = spot.Root.ReplaceNodes(new[] { place, type }, (original, rewritten) => rewritten.WithAdditionalAnnotations(original == type ? _type : _place));
    }

    /// <summary>The name that code of the type will have for it.</summary>
    public string Name { get; }

    public SyntaxNode MarkedRoot { get; }

    /// <summary>The injection for the type around <paramref name="place"/>, where it will be used; null when it is not open.</summary>
    public static async Task<Injection?> For(Injectable what, Spot spot, SyntaxNode place)
    {
        if (!what.IsMadeByFix && spot.Type(what.Type) is null) return null;
        if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not ClassDeclarationSyntax type || type.Modifiers.Any(SyntaxKind.StaticKeyword) || type.Modifiers.Any(SyntaxKind.PartialKeyword)) return null;
        for (var symbol = spot.Model.GetEnclosingSymbol(place.SpanStart, spot.Cancellation); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (method.IsStatic || method.MethodKind == MethodKind.Constructor) return null;
        }

        var constructors = type.Members.OfType<ConstructorDeclarationSyntax>().Where(constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword)).ToArray();
        if (constructors.Length > 1 || constructors.Any(constructor => constructor.Body is null) || constructors.Length == 1 && PrimaryParameters(type) is not null) return null;
        if (spot.Model.GetDeclaredSymbol(type, spot.Cancellation) is not { } declared || declared.IsAbstract) return null;
        if (declared.GetMembers().Any(member => member.Name == what.Field || member.Name == what.Parameter)) return null;
        var name = PrimaryParameters(type) is null ? what.Field : what.Parameter;
        if (spot.Model.LookupSymbols((place as CatchClauseSyntax)?.Block.SpanStart ?? place.SpanStart, name: name).Any(symbol => symbol is ILocalSymbol or IParameterSymbol)) return null;
        if (PrimaryParameters(type) is null && place.FirstAncestorOrSelf<MemberDeclarationSyntax>() is FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null }) return null;
        if (constructors.Length == 1 && what.Given(constructors[0]) is null && what.IsNamedIn(constructors[0])) return null;
        return await IsMadeInCode(declared, spot).ConfigureAwait(false) ? null : new Injection(what, spot, place, type);
    }

    /// <summary>The place in <see cref="MarkedRoot"/>.</summary>
    public TNode Mark<TNode>(TNode place)
        where TNode : SyntaxNode =>
        (TNode)MarkedRoot.GetAnnotatedNodes(_place).First(node => node.RawKind == place.RawKind);

    /// <summary>Adds parameter, field and assignment to the type.</summary>
    public SyntaxNode Into(SyntaxNode root, Spot spot)
    {
        var type = root.GetAnnotatedNodes(_type).OfType<ClassDeclarationSyntax>().First();
        var parameter = Pattern.Parameter($"{_what.Written(_typeName)} {_what.Parameter}");
        if (PrimaryParameters(type) is { } list) return root.ReplaceNode(type, Documentation.WithParameter(type.ReplaceNode(list, With(list, parameter)), _what.Parameter, spot.NewLine));

        var field = Pattern.Member($"private readonly {_what.Written(_typeName)} {_what.Field};", spot.NewLine);
        var constructor = type.Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault(candidate => !candidate.Modifiers.Any(SyntaxKind.StaticKeyword));
        if (constructor is null)
        {
            var made = Pattern.Member($$"""
                public {{type.Identifier.ValueText}}({{_what.Written(_typeName)}} {{_what.Parameter}})
                {
                    {{_what.Field}} = {{_what.Parameter}};
                }
                """, spot.NewLine);
            var blank = SyntaxFactory.EndOfLine(spot.NewLine);
            var first = type.Members.FirstOrDefault(member => member is not FieldDeclarationSyntax);
            var position = first is null ? type.Members.Count : type.Members.IndexOf(first);
            var members = type.Members.InsertRange(position, new[] { field, made.WithLeadingTrivia(Documentation.OfConstructor(type, _what.Parameter, spot).Insert(0, blank)) });
            if (first is not null && !first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)) members = members.Replace(members[position + 2], members[position + 2].WithLeadingTrivia(members[position + 2].GetLeadingTrivia().Insert(0, blank)));
            return root.ReplaceNode(type, type.WithMembers(members).WithAdditionalAnnotations(_type));
        }

        var given = _what.Given(constructor);
        var assign = Pattern.Statement($"{_what.Field} = {given?.Identifier.Text ?? _what.Parameter};", spot.NewLine);
        var opened = Handler.Open(constructor.Body!, spot.NewLine);
        var widened = constructor.WithParameterList(given is null ? With(constructor.ParameterList, parameter) : constructor.ParameterList).WithBody(opened.WithStatements(opened.Statements.Add(assign)));
        if (given is null) widened = Documentation.WithParameter(widened, _what.Parameter, spot.NewLine);
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
}
