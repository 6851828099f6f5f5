using Microsoft.CodeAnalysis;

namespace ProdReady.Facts;

/// <summary>What a project is. Advice for a service never fires in a library or a test.</summary>
internal enum ProjectKind
{
    /// <summary>An executable that serves HTTP.</summary>
    Web,
    /// <summary>An executable built on the generic host, without HTTP.</summary>
    Worker,
    /// <summary>An executable without a host.</summary>
    CommandLine,
    /// <summary>Functions and lambdas: the platform owns start, stop and probes.</summary>
    Function,
    Library,
    /// <summary>Tests, Aspire app hosts, Blazor WebAssembly and desktop or mobile user interfaces: no rule of ours speaks there.</summary>
    Excluded,
}

/// <summary>Decides the <see cref="ProjectKind"/> from MSBuild's properties, and without MSBuild from references and entry point.</summary>
internal static class ProjectKinds
{
    private static readonly string[] TestFrameworks =
    [
        "xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core", "BenchmarkDotNet",
    ];

    private static readonly string[] UserInterfaces =
    [
        "PresentationFramework", "System.Windows.Forms", "Microsoft.Maui.Controls", "Avalonia.Controls", "Microsoft.WinUI", "Uno.UI",
    ];

    private static readonly string[] Functions =
    [
        "Microsoft.Azure.Functions.Worker.Core", "Microsoft.Azure.WebJobs", "Amazon.Lambda.RuntimeSupport", "Amazon.Lambda.Core",
    ];

    public static ProjectKind Of(Known known)
    {
        if (IsSet(known, "IsTestProject") || IsSet(known, "IsAspireHost") || IsSet(known, "UsingMicrosoftNETSdkBlazorWebAssembly")) return ProjectKind.Excluded;

        var references = new HashSet<string>(known.Compilation.ReferencedAssemblyNames.Select(name => name.Name), StringComparer.OrdinalIgnoreCase);
        if (TestFrameworks.Any(references.Contains) || UserInterfaces.Any(references.Contains)) return ProjectKind.Excluded;
        // The server that hands out a Blazor application refers to what its client is built on.
        if (references.Contains("Aspire.Hosting.AppHost") || references.Contains("Microsoft.AspNetCore.Components.WebAssembly") && !IsSet(known, "UsingMicrosoftNETSdkWeb")) return ProjectKind.Excluded;
        if (!IsExecutable(known.Compilation.Options.OutputKind)) return ProjectKind.Library;
        if (Functions.Any(references.Contains)) return ProjectKind.Function;
        if (IsSet(known, "UsingMicrosoftNETSdkWeb") || references.Contains("Microsoft.AspNetCore") || references.Contains("Microsoft.AspNetCore.Hosting")) return ProjectKind.Web;
        if (IsSet(known, "UsingMicrosoftNETSdkWorker") || references.Contains("Microsoft.Extensions.Hosting")) return ProjectKind.Worker;
        return ProjectKind.CommandLine;
    }

    private static bool IsExecutable(OutputKind kind) =>
        kind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    private static bool IsSet(Known known, string property) =>
        string.Equals(known.Property(property), "true", StringComparison.OrdinalIgnoreCase);
}
