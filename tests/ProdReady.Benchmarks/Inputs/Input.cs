using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Benchmarks.Inputs;

/// <summary>A project to analyze. <paramref name="Properties"/> are those of MSBuild that a build shows to analyzers.</summary>
internal sealed record Input(
    string Name, OutputKind Kind, IReadOnlyList<SourceFile> Files, IReadOnlyList<MetadataReference> References, IReadOnlyDictionary<string, string> Properties)
{
    private static readonly SourceFile ImplicitUsings = new("ImplicitUsings.cs", """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """);

    private static readonly EmitOptions AsTheSdk = new(debugInformationFormat: DebugInformationFormat.PortablePdb, includePrivateMembers: false);

    public double ThousandLines { get; } = Files.Sum(file => file.Lines) / 1000.0;

    /// <summary>Parsed anew each time: nothing that an earlier round has bound is left.</summary>
    public Compilation Parse() => CSharpCompilation.Create(
        Name,
        Files.Prepend(ImplicitUsings).Select(Parse),
        References,
        new CSharpCompilationOptions(Kind, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));

    /// <summary>The same, with the references bound, as source generators have it in every build of the SDK before the first analyzer is called.</summary>
    public Compilation Bound()
    {
        var compilation = Parse();
        _ = compilation.GetSpecialType(SpecialType.System_Object);
        return compilation;
    }

    /// <summary>The assembly, with all that a build of the SDK writes beside it when nothing else is asked for: what to debug with, and what other projects refer to. Code with errors is not bound as working code is, so there must be none.</summary>
    public byte[] Emit()
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        using var reference = new MemoryStream();
        var result = Parse().Emit(assembly, symbols, options: AsTheSdk, metadataPEStream: reference);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5).ToArray();
        return errors is [] ? assembly.ToArray() : throw new InvalidOperationException($"{Name} does not compile: {string.Join("; ", errors.Select(error => error.ToString()))}");
    }

    private static SyntaxTree Parse(SourceFile file) => CSharpSyntaxTree.ParseText(
        SourceText.From(file.Text, Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Latest), file.Path);
}
