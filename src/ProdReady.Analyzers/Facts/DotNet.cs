using System.Globalization;

namespace ProdReady.Facts;

/// <summary>The .NET a project is built for: what a signal or a failure does depends on it.</summary>
internal static class DotNet
{
    /// <summary>The first version with <c>PosixSignalRegistration</c>.</summary>
    public const int FirstWithSignals = 6;

    /// <summary>The first version whose runtime has no SIGTERM handler of its own: nothing raises <c>ProcessExit</c> any more. https://learn.microsoft.com/dotnet/core/compatibility/core-libraries/10.0/sigterm-signal-handler</summary>
    public const int FirstWithoutSigterm = 10;

    /// <summary>The major version; null for .NET Framework, .NET Standard and what cannot be told.</summary>
    public static int? Version(Known known) =>
        known.Property("TargetFramework") is { } target ? Of(target) : OfReferences(known);

    /// <summary>Whether the project runs on Windows only, where there is no SIGTERM.</summary>
    public static bool IsWindowsOnly(Known known) =>
        known.Property("TargetFramework")?.IndexOf("-windows", StringComparison.OrdinalIgnoreCase) > 0;

    private static int? Of(string target)
    {
        var number = target.StartsWith("netcoreapp", StringComparison.OrdinalIgnoreCase) ? target.Substring("netcoreapp".Length)
            : target.StartsWith("net", StringComparison.OrdinalIgnoreCase) ? target.Substring("net".Length)
            : "";
        // "net48" has no dot, "netstandard2.0" no digit where one must be.
        var dot = number.IndexOf('.');
        return dot > 0 && int.TryParse(number.Substring(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static int? OfReferences(Known known) =>
        known.Compilation.GetSpecialType(Microsoft.CodeAnalysis.SpecialType.System_Object).ContainingAssembly?.Identity is { Name: "System.Runtime", Version.Major: >= 5 and var major } ? major : null;
}
