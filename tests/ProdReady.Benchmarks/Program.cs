using Microsoft.CodeAnalysis;
using ProdReady.Benchmarks;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Measuring;
using ProdReady.Benchmarks.Packages;
using ProdReady.Benchmarks.Report;

if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

switch (arguments.What)
{
    case What.Growth: return Code(Growth.OfAllRules(arguments.Rounds));
    case What.Locks: return Code(Growth.OfLocks(arguments.Rounds));
    case What.Live:
        LiveEdits.Print(arguments.Rounds, arguments.Peers);
        return 0;
    case What.Memory: return Code(MemoryBudget.Print());
}

Input[] inputs =
[
    // The dear case for whoever looks for a health endpoint: there is none, so all code has to be searched.
    GeneratedService.Write("Service", arguments.Lines, health: false),
    GeneratedService.Write("ServiceWithHealth", lines: 5_000, health: true),
    .. OwnSources.Read(),
];
AnalyzerPackage[] packages =
[
    AnalyzerPackage.Ours,
    .. arguments.OneByOne ? AnalyzerPackage.OneByOne : [],
    Idle.OnSyntax,
    Idle.OnOperations,
    .. arguments.Peers ? BuildFacts.Peers.Select(Peer.Load) : [],
];

var report = new CostReport(Rounds.Run(arguments.Rounds, inputs, packages), inputs, packages);
var verdicts = report.Verdicts().ToArray();

Console.WriteLine($"""
    # What the rules cost

    Rounds: {arguments.Rounds}, of which the least; Roslyn {typeof(Compilation).Assembly.GetName().Version?.ToString(2)}; one thread; processor time. Only ratios mean something, and only those of one run.

    {report.Inputs()}

    ## Packages

    Whole cost: parse, bind and analyze, less parse and bind.

    {report.Packages()}

    ## Our rules

    The first analyzer to ask for a symbol or a body pays for its binding: when a rule goes away, part of its time moves to the next.

    {report.Rules()}

    {string.Join(Environment.NewLine, verdicts.AsEnumerable())}
    """);

return Code(verdicts.All(verdict => verdict.Kept));

int Code(bool isKept) => isKept || !arguments.HoldToLimits ? 0 : 1;
