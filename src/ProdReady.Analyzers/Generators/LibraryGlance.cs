using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Generators;

/// <summary>
/// A library as far as its shared facts go: the files that mention a part of a host or a word of health, the references, the settings. Two that are equal have the
/// same facts. It holds on to no compilation; that of the first of equal ones is only needed at once.
/// </summary>
internal sealed class LibraryGlance : IEquatable<LibraryGlance>
{
    /// <summary>Turns the facts off.</summary>
    internal const string Switch = "ProdReadyShareFacts";

    /// <summary>What decides of the kind of a project.</summary>
    private static readonly string[] Settings = ["IsTestProject", "IsAspireHost", "UsingMicrosoftNETSdkBlazorWebAssembly"];

    private static readonly string[] PartNames = [.. HostApis.Parts.Select(part => part.Substring(part.LastIndexOf('.') + 1)), "WebApplication"];

    /// <summary>Files without any of these can change a fact only in ways nobody writes (a property in another file that stands for the environment under a name of its own).</summary>
    private static readonly string[] Words = [.. PartNames.Concat(["Health", "IsDevelopment", "IsProduction", "IsEnvironment", "EnvironmentName"])];

    private static readonly object None = new();
    private static readonly ConditionalWeakTable<SyntaxTree, object> Marks = new();

    private readonly object?[] _marks;
    private readonly AnalyzerOptions _options;
    private readonly WeakReference<Compilation> _compilation;

    private LibraryGlance(Compilation compilation, AnalyzerOptions options, object?[] marks)
    {
        _compilation = new(compilation);
        _options = options;
        _marks = marks;
    }

    /// <summary>Null where no facts are shared: in executables, and where they are turned off. A file is looked at once, as long as it stays the same.</summary>
    public static LibraryGlance? Of(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        if (compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary || string.Equals(Property(options, Switch), "false", StringComparison.OrdinalIgnoreCase)) return null;
        var marks = compilation.SyntaxTrees.Select(Mark).Where(mark => mark != None).ToList<object?>();
        if (marks.Count == 0) return null;
        marks.AddRange(compilation.References.Select(Identity));
        marks.AddRange(Settings.Select(setting => Property(options, setting)));
        marks.AddRange(options.AdditionalFiles.Where(file => string.Equals(Path.GetFileName(file.Path), UserApis.FileName, StringComparison.OrdinalIgnoreCase)).Select(file => file.GetText(cancellation)?.ToString()));
        return new LibraryGlance(compilation, options, [.. marks]);
    }

    /// <summary>The entries of the attribute; null where there is nothing to say.</summary>
    public IReadOnlyList<string>? Entries(CancellationToken cancellation)
    {
        if (!_compilation.TryGetTarget(out var compilation)) return null;
        var known = Known.About(compilation, _options, cancellation);
        if (known.Kind != ProjectKind.Library || known.Type(typeof(System.Reflection.AssemblyMetadataAttribute).FullName!) is null) return null;
        var effects = new HostEffects(known);
        return SharedFacts.Write(compilation.SyntaxTrees.Where(tree => Mark(tree) != None).SelectMany(tree => Methods(tree, known)).Select(method =>
        {
            cancellation.ThrowIfCancellationRequested();
            return new KeyValuePair<string, HostFacts>(method.GetDocumentationCommentId()!, effects.Of(method));
        }));
    }

    public bool Equals(LibraryGlance? other) => other is not null && _marks.SequenceEqual(other._marks);

    public override bool Equals(object? obj) => Equals(obj as LibraryGlance);

    public override int GetHashCode() => _marks.Length;

    /// <summary>Stands for the file as it is now, without holding it.</summary>
    private static object Mark(SyntaxTree tree) => Marks.GetValue(tree, key => SourceSearch.Text(key) is var text && Words.Any(text.Contains) ? new object() : None);

    /// <summary>A project in an editor is known by its name: its facts are read anew with the next change here.</summary>
    private static object? Identity(MetadataReference reference) =>
        reference is PortableExecutableReference file ? file.GetMetadataId() : reference.Display;

    private static string? Property(AnalyzerOptions options, string name) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + name, out var value) ? value : null;

    /// <summary>The methods that others can call and that have a part of a host in hand. Only those are bound whose head names one.</summary>
    private static IEnumerable<IMethodSymbol> Methods(SyntaxTree tree, Known known)
    {
        var parts = new HostParts(known);
        return tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<MethodDeclarationSyntax>()
            .Where(method => PartNames.Any(Head(method).Contains))
            .Select(method => known.Bodies.Model(tree).GetDeclaredSymbol(method))
            .OfType<IMethodSymbol>()
            .Where(method => !method.IsOverride && method.PartialDefinitionPart is null && IsPublic(method) && parts.AreIn(method));
    }

    private static string Head(MethodDeclarationSyntax method) =>
        $"{method.ReturnType} {method.ParameterList} {method.ConstraintClauses}";

    private static bool IsPublic(ISymbol symbol)
    {
        for (var part = symbol; part is IMethodSymbol or INamedTypeSymbol; part = part.ContainingType)
        {
            if (part.DeclaredAccessibility != Accessibility.Public) return false;
        }

        return true;
    }
}
