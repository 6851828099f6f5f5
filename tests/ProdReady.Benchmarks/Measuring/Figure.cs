using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Measuring;

/// <summary>The names under which figures stand in the <see cref="Ledger"/>.</summary>
internal static class Figure
{
    /// <summary>Parse, bind and emit.</summary>
    public const string Compile = "compile";

    /// <summary>Parse and bind: what a build that analyzes does anyway, before it emits.</summary>
    public const string Bind = "bind";

    public const string CompileMegabytes = "compile MB";

    public static string Whole(AnalyzerPackage package) => package.Name;

    public static string Megabytes(AnalyzerPackage package) => package.Name + " MB";

    public static string Findings(AnalyzerPackage package) => package.Name + " findings";

    /// <summary>The time in which everything waited for the garbage collector.</summary>
    public static string Collecting(AnalyzerPackage package) => package.Name + " collecting";

    public static string Callbacks(AnalyzerPackage package, DiagnosticAnalyzer rule) => package.Name + " " + rule.GetType().FullName + " callbacks";

    public static string Findings(AnalyzerPackage package, DiagnosticAnalyzer rule) => package.Name + " " + rule.GetType().FullName + " findings";
}
