using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.FixRuns.Projects;

/// <summary>How the compiler is called for a project.</summary>
/// <param name="Project">The project file.</param>
/// <param name="Assembly">What it makes.</param>
/// <param name="References">The project files it refers to.</param>
/// <param name="Arguments">What the compiler is told.</param>
internal sealed record CompilerCall(string Project, string Assembly, IReadOnlyList<string> References, CSharpCommandLineArguments Arguments)
{
    /// <summary>Reads a line for each thing, as <c>CompilerCalls.targets</c> writes them.</summary>
    public static CompilerCall Read(IReadOnlyCollection<string> lines)
    {
        var project = Entries("project").Single();
        var folder = Path.GetDirectoryName(project)!;
        return new CompilerCall(project, Entries("assembly").Single(), [.. Entries("reference").Select(Path.GetFullPath)], CSharpCommandLineParser.Default.Parse(Entries("argument"), folder, sdkDirectory: null));

        IEnumerable<string> Entries(string kind) => lines.Where(line => line.StartsWith(kind + " ", StringComparison.Ordinal)).Select(line => line[(kind.Length + 1)..]);
    }
}
