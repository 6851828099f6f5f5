using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework($"ProdReady.Incidents.Harness.{nameof(ProdReady.Incidents.Harness.AfterTheLastTest)}", "ProdReady.Incidents")]

namespace ProdReady.Incidents.Harness;

/// <summary>Clears the lab away. The process that runs the tests is killed soon after the last one, so its exit is too late for that.</summary>
public sealed class AfterTheLastTest(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assembly) => new Executor(assembly, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink messages)
        : XunitTestFrameworkExecutor(assembly, sources, messages)
    {
        protected override async void RunTestCases(IEnumerable<IXunitTestCase> tests, IMessageSink results, ITestFrameworkExecutionOptions options)
        {
            using var run = new Run(TestAssembly, tests, DiagnosticMessageSink, results, options);
            await run.RunAsync();
        }
    }

    private sealed class Run(ITestAssembly assembly, IEnumerable<IXunitTestCase> tests, IMessageSink messages, IMessageSink results, ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, tests, messages, results, options)
    {
        protected override async Task BeforeTestAssemblyFinishedAsync()
        {
            // An exception from here fails the run.
            await Aggregator.RunAsync(async () => await Lab.Close());
            await base.BeforeTestAssemblyFinishedAsync();
        }
    }
}
