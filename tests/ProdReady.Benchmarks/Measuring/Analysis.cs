using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Measuring;

/// <summary>One package on one input, on one thread.</summary>
internal static class Analysis
{
    public static AnalysisResult Run(Input input, AnalyzerPackage package)
    {
        Exception? crash = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(package.Files, new BuildProperties(input.Properties)),
            onAnalyzerException: (exception, analyzer, _) => crash ??= new InvalidOperationException($"{analyzer.GetType().Name} of {package.Name} crashed on {input.Name}", exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: true);
        var result = new CompilationWithAnalyzers(input.Bound(), package.Analyzers, options).GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();
        // An analyzer that crashed has not done its work and would look cheap.
        return crash is null ? result : throw crash;
    }
}
