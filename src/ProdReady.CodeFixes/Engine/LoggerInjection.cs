using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>Gives a type an <c>ILogger</c> through its constructor or primary constructor. Open only where nobody but the container makes the type.</summary>
internal sealed class LoggerInjection
{
    private const string FieldName = "_logger";
    private const string ParameterName = "logger";

    private readonly SyntaxAnnotation _type = new();
    private readonly SyntaxAnnotation _handler = new();
    private readonly bool _hasPrimaryConstructor;
    private readonly string _typeName;

    private LoggerInjection(Spot spot, CatchClauseSyntax handler, TypeDeclarationSyntax type)
    {
        _typeName = type.Identifier.ValueText + type.TypeParameterList;
        _hasPrimaryConstructor = PrimaryParameters(type) is not null;
        Logger = new Logger(_hasPrimaryConstructor ? ParameterName : FieldName, LoggerKind.Microsoft);
        MarkedRoot = spot.Root.ReplaceNodes(new SyntaxNode[] { handler, type }, (original, rewritten) => rewritten.WithAdditionalAnnotations(original == type ? _type : _handler));
    }

    /// <summary>The logger that code of the type will have.</summary>
    public Logger Logger { get; }

    public SyntaxNode MarkedRoot { get; }

    /// <summary>The injection for the type around <paramref name="handler"/>; null when it has no logger to get.</summary>
    public static async Task<LoggerInjection?> For(Spot spot, CatchClauseSyntax handler)
    {
        if (spot.Type("Microsoft.Extensions.Logging.ILogger`1") is null) return null;
        if (handler.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not ClassDeclarationSyntax type || type.Modifiers.Any(SyntaxKind.StaticKeyword) || type.Modifiers.Any(SyntaxKind.PartialKeyword)) return null;
        for (var symbol = spot.Model.GetEnclosingSymbol(handler.SpanStart, spot.Cancellation); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (method.IsStatic || method.MethodKind == MethodKind.Constructor) return null;
        }

        var constructors = type.Members.OfType<ConstructorDeclarationSyntax>().Where(constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword)).ToArray();
        if (constructors.Length > 1 || constructors.Any(constructor => constructor.Body is null) || constructors.Length == 1 && PrimaryParameters(type) is not null) return null;
        if (spot.Model.GetDeclaredSymbol(type, spot.Cancellation) is not { } declared || declared.IsAbstract) return null;
        if (declared.GetMembers().Any(member => member.Name is FieldName or ParameterName)) return null;
        return await IsMadeInCode(declared, spot).ConfigureAwait(false) ? null : new LoggerInjection(spot, handler, type);
    }

    public CatchClauseSyntax Mark(CatchClauseSyntax handler) =>
        MarkedRoot.GetAnnotatedNodes(_handler).OfType<CatchClauseSyntax>().First();

    /// <summary>Adds parameter, field and assignment to the type.</summary>
    public SyntaxNode Into(SyntaxNode root, Spot spot)
    {
        var type = root.GetAnnotatedNodes(_type).OfType<ClassDeclarationSyntax>().First();
        var parameter = Pattern.Parameter($"ILogger<{_typeName}> {ParameterName}");
        if (PrimaryParameters(type) is { } list) return root.ReplaceNode(list, With(list, parameter));

        var field = Pattern.Member($"private readonly ILogger<{_typeName}> {FieldName};", spot.NewLine);
        var constructor = type.Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault(candidate => !candidate.Modifiers.Any(SyntaxKind.StaticKeyword));
        if (constructor is null)
        {
            var made = Pattern.Member($$"""
                public {{type.Identifier.ValueText}}(ILogger<{{_typeName}}> {{ParameterName}})
                {
                    {{FieldName}} = {{ParameterName}};
                }
                """, spot.NewLine);
            var blank = SyntaxFactory.EndOfLine(spot.NewLine);
            var first = type.Members.FirstOrDefault(member => member is not FieldDeclarationSyntax);
            var position = first is null ? type.Members.Count : type.Members.IndexOf(first);
            var members = type.Members.InsertRange(position, new[] { field, made.WithLeadingTrivia(blank) });
            if (first is not null && position == 0) members = members.Replace(members[2], members[2].WithLeadingTrivia(members[2].GetLeadingTrivia().Insert(0, blank)));
            return root.ReplaceNode(type, type.WithMembers(members).WithAdditionalAnnotations(_type));
        }

        var assign = Pattern.Statement($"{FieldName} = {ParameterName};", spot.NewLine);
        var opened = Handler.Open(constructor.Body!, spot.NewLine);
        var widened = constructor.WithParameterList(With(constructor.ParameterList, parameter)).WithBody(opened.WithStatements(opened.Statements.Add(assign)));
        var index = type.Members.TakeWhile(member => member is FieldDeclarationSyntax).Count();
        return root.ReplaceNode(type, type.WithMembers(type.Members.Replace(constructor, widened).Insert(index, index == 0 ? field.WithTrailingTrivia(field.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(spot.NewLine))) : field)));
    }

    private static ParameterListSyntax With(ParameterListSyntax list, ParameterSyntax parameter)
    {
        var position = list.Parameters.TakeWhile(existing => existing.Default is null && !existing.Modifiers.Any(SyntaxKind.ParamsKeyword)).Count();
        return list.WithParameters(list.Parameters.Insert(position, parameter)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The parameters behind the name of the type; the oldest compiler we run in has no property for them on classes.</summary>
    private static ParameterListSyntax? PrimaryParameters(TypeDeclarationSyntax type) => type.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault();

    private static async Task<bool> IsMadeInCode(INamedTypeSymbol type, Spot spot)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            var references = await SymbolFinder.FindReferencesAsync(constructor, spot.Document.Project.Solution, spot.Cancellation).ConfigureAwait(false);
            if (references.SelectMany(reference => reference.Locations).Any()) return true;
        }

        return false;
    }
}
