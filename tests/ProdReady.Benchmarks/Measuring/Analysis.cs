using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Measuring;

/// <summary>One package on one compilation of an input, on one thread. An analyzer that crashed has not done its work and would look cheap, so it ends the run.</summary>
internal sealed class Analysis
{
    private readonly CompilationWithAnalyzers _analysis;
    private Exception? _crash;

    private Analysis(Compilation compilation, Input input, AnalyzerPackage package)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(package.Files, new BuildProperties(input.Properties)),
            onAnalyzerException: (exception, analyzer, _) => _crash ??= new InvalidOperationException($"{analyzer.GetType().Name} of {package.Name} crashed on {input.Name}", exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: true);
        _analysis = new CompilationWithAnalyzers(compilation, package.Analyzers, options);
    }

    /// <summary>All findings.</summary>
    public static AnalysisResult Run(Input input, AnalyzerPackage package) =>
        new Analysis(input.Bound(), input, package).Get(analysis => analysis.GetAnalysisResultAsync(CancellationToken.None));

    /// <summary>The findings of one file, as an editor asks for them, with the time that each analyzer took.</summary>
    public static IReadOnlyList<(DiagnosticAnalyzer Analyzer, double Milliseconds)> Run(Compilation compilation, SyntaxTree file, Input input, AnalyzerPackage package)
    {
        var analysis = new Analysis(compilation, input, package);
        _ = analysis.Get(each => each.GetAnalyzerSyntaxDiagnosticsAsync(file, CancellationToken.None));
        _ = analysis.Get(each => each.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(file), filterSpan: null, CancellationToken.None));
        return [.. package.Analyzers.Select(analyzer => (analyzer, analysis.Get(each => each.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None)).ExecutionTime.TotalMilliseconds))];
    }

    private T Get<T>(Func<CompilationWithAnalyzers, Task<T>> ask)
    {
        var answer = ask(_analysis).GetAwaiter().GetResult();
        return _crash is null ? answer : throw _crash;
    }
}
