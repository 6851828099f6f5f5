using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProdReady.FixRuns.Projects;

/// <summary>Runs the source generators of a project once; what they write stays as it is while fixes are applied.</summary>
internal static class Generators
{
    private static readonly FolderLoader Loader = new();

    public static Solution Write(Solution solution, Project project, CompilerCall call)
    {
        var generators = call.Arguments.AnalyzerReferences.Select(reference => Path.GetFullPath(reference.FilePath, call.Arguments.BaseDirectory!)).Where(File.Exists)
            .SelectMany(path => new AnalyzerFileReference(path, Loader).GetGenerators(LanguageNames.CSharp)).ToArray();
        if (generators.Length == 0) return solution;

        var options = project.AnalyzerOptions;
        var driver = CSharpGeneratorDriver.Create(generators, options.AdditionalFiles, (CSharpParseOptions)project.ParseOptions!, options.AnalyzerConfigOptionsProvider)
            .RunGenerators(project.GetCompilationAsync().GetAwaiter().GetResult()!);
        foreach (var written in driver.GetRunResult().Results.Where(result => result.Exception is null).SelectMany(result => result.GeneratedSources.IsDefault ? [] : result.GeneratedSources))
        {
            var path = Path.Combine(call.Arguments.BaseDirectory!, "obj", "generated", Path.ChangeExtension(written.SyntaxTree.FilePath, ".g.cs"));
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), Path.GetFileName(path), written.SourceText, filePath: path);
        }

        return solution;
    }

    /// <summary>The compiler and the framework are those of this process, everything else is beside the generator.</summary>
    private sealed class FolderLoader : IAnalyzerAssemblyLoader
    {
        private readonly Dictionary<string, Folder> _folders = [];

        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath)
        {
            var path = Path.GetDirectoryName(fullPath)!;
            if (!_folders.TryGetValue(path, out var folder)) _folders[path] = folder = new Folder(path);
            return folder.LoadFromAssemblyPath(fullPath);
        }
    }

    private sealed class Folder(string path) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName name)
        {
            try
            {
                return Default.LoadFromAssemblyName(name);
            }
            catch (Exception error) when (error is IOException or BadImageFormatException)
            {
                var file = Path.Combine(path, name.Name + ".dll");
                return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
            }
        }
    }
}
