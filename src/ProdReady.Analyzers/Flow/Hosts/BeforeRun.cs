using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Long work of the entry point before the host runs: the host listens to signals only from its start on.</summary>
internal sealed class BeforeRun
{
    private readonly MainCode _main;
    private readonly ApiSet _run;
    private readonly ApiSet _start;
    private readonly Summary _migrates;

    public BeforeRun(Known known, MainCode main)
    {
        _main = main;
        _run = known.Calls(HostApis.Run);
        _start = known.Calls(HostApis.StartOnly);
        var migrate = known.Calls(MigrationApis.Migrate);
        _migrates = new Summary(known, operation => operation is IInvocationOperation call && migrate.Has(call.TargetMethod) ? Answer.Yes : null, _ => Answer.No, depth: 2);
    }

    /// <summary>The call that migrates a database before the host of the same method runs; null when there is none.</summary>
    public IInvocationOperation? LongWork()
    {
        foreach (var body in _main.Bodies)
        {
            var calls = body.Executed().OfType<IInvocationOperation>().ToArray();
            if (calls.FirstOrDefault(call => _run.Has(call.TargetMethod) || _start.Has(call.TargetMethod)) is not { } run) continue;
            var work = calls.FirstOrDefault(call => call.Syntax.SpanStart < run.Syntax.SpanStart && !call.Syntax.Span.Contains(run.Syntax.Span) && !run.Syntax.Span.Contains(call.Syntax.Span) && _migrates.Of(call) == Answer.Yes);
            if (work is not null) return work;
        }

        return null;
    }
}
