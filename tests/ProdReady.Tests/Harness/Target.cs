using Microsoft.CodeAnalysis;

namespace ProdReady.Tests.Harness;

/// <summary>The kind of project a snippet is compiled as, told to the analyzers as the package's props tell it.</summary>
internal sealed record Target
{
    public static readonly Target Web = new() { Properties = { ["UsingMicrosoftNETSdkWeb"] = "true", ["OutputType"] = "Exe", ["TargetFramework"] = "net10.0" } };

    public static readonly Target Worker = new() { Properties = { ["UsingMicrosoftNETSdkWorker"] = "true", ["OutputType"] = "Exe", ["TargetFramework"] = "net10.0" } };

    public static readonly Target Tool = new() { Properties = { ["OutputType"] = "Exe", ["TargetFramework"] = "net10.0" }, References = Harness.References.Plain };

    public static readonly Target Library = new() { Properties = { ["OutputType"] = "Library", ["TargetFramework"] = "net10.0" } };

    public static readonly Target Test = new() { Properties = { ["IsTestProject"] = "true", ["OutputType"] = "Exe", ["TargetFramework"] = "net10.0" } };

    public Dictionary<string, string> Properties { get; init; } = [];

    public IReadOnlyList<MetadataReference> References { get; init; } = Harness.References.All;

    /// <summary>Whether the implicit usings of the SDK for web applications are on.</summary>
    public bool HostUsings { get; init; } = true;

    /// <summary>Keys of an .editorconfig section that covers every file.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Additional files by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Sources of another project that this one refers to, compiled to an assembly of its own.</summary>
    public string? LibrarySource { get; init; }

    /// <summary>Whether the project writes documentation, and takes what lacks in it for an error.</summary>
    public bool IsDocumented { get; init; }

    /// <summary>How the other project is seen: as a package is, as an editor shows a project, or as a build does.</summary>
    public LibraryAs LibraryAs { get; init; }

    /// <summary>Whether the other project has the package too, and says what its methods do.</summary>
    public bool LibrarySharesFacts { get; init; }

    public Target With(params (string Key, string Value)[] options) =>
        this with { Options = options.ToDictionary(option => option.Key, option => option.Value) };

    public Target WithFile(string name, string content) => this with { Files = new Dictionary<string, string> { [name] = content } };
}

/// <summary>How another project reaches the compiler.</summary>
public enum LibraryAs
{
    /// <summary>The whole assembly: a package.</summary>
    Assembly,
    /// <summary>A compilation: a project in an editor.</summary>
    Source,
    /// <summary>An assembly without bodies: a project in a build.</summary>
    ReferenceAssembly,
}
