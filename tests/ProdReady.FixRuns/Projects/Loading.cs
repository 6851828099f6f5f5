using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.FixRuns.Projects;

/// <summary>Makes a solution of compiler calls. Projects refer to one another as in an editor; what source generators write is there as files.</summary>
internal static class Loading
{
    public static Solution Open(IReadOnlyList<CompilerCall> calls)
    {
        var ids = calls.ToDictionary(call => call.Project, _ => ProjectId.CreateNewId(), StringComparer.OrdinalIgnoreCase);
        var assemblies = calls.Select(call => call.Assembly).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var solution = new AdhocWorkspace().CurrentSolution;
        foreach (var call in InOrder(calls)) solution = solution.AddProject(Project(call, ids, assemblies));
        foreach (var call in InOrder(calls)) solution = Generators.Write(solution, solution.GetProject(ids[call.Project])!, call);
        return solution;
    }

    /// <summary>Each behind those it refers to.</summary>
    private static IReadOnlyList<CompilerCall> InOrder(IReadOnlyList<CompilerCall> calls)
    {
        var ordered = new List<CompilerCall>();
        foreach (var call in calls) Visit(call);
        return ordered;

        void Visit(CompilerCall call)
        {
            foreach (var needed in calls.Where(other => other != call && call.References.Contains(other.Project, StringComparer.OrdinalIgnoreCase) && !ordered.Contains(other))) Visit(needed);
            if (!ordered.Contains(call)) ordered.Add(call);
        }
    }

    private static ProjectInfo Project(CompilerCall call, Dictionary<string, ProjectId> ids, HashSet<string> assemblies)
    {
        var id = ids[call.Project];
        var arguments = call.Arguments;
        var options = arguments.CompilationOptions.WithStrongNameProvider(new DesktopStrongNameProvider(arguments.KeyFileSearchPaths)).WithXmlReferenceResolver(XmlFileResolver.Default);
        var references = arguments.MetadataReferences.Where(reference => File.Exists(reference.Reference) && !assemblies.Contains(Path.GetFileNameWithoutExtension(reference.Reference)));
        return ProjectInfo.Create(id, VersionStamp.Default, Path.GetFileNameWithoutExtension(call.Project), call.Assembly, LanguageNames.CSharp, call.Project,
                compilationOptions: options,
                parseOptions: arguments.ParseOptions,
                documents: arguments.SourceFiles.Select(file => file.Path).Where(File.Exists).Distinct().Select(path => Document(id, path)),
                projectReferences: call.References.Where(ids.ContainsKey).Select(reference => ids[reference]).Where(other => other != id).Distinct().Select(other => new ProjectReference(other)),
                metadataReferences: references.Select(reference => MetadataReference.CreateFromFile(reference.Reference, reference.Properties)),
                additionalDocuments: arguments.AdditionalFiles.Select(file => file.Path).Where(File.Exists).Distinct().Select(path => Document(id, path)))
            .WithAnalyzerConfigDocuments(arguments.AnalyzerConfigPaths.Where(File.Exists).Distinct().Select(path => Document(id, path)));
    }

    private static DocumentInfo Document(ProjectId project, string path) =>
        DocumentInfo.Create(DocumentId.CreateNewId(project), Path.GetFileName(path), filePath: path, loader: TextLoader.From(TextAndVersion.Create(Text(path), VersionStamp.Default, path)));

    private static SourceText Text(string path)
    {
        using var stream = File.OpenRead(path);
        return SourceText.From(stream);
    }
}
