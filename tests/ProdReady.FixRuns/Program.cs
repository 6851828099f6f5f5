using ProdReady.FixRuns;
using ProdReady.FixRuns.Fixing;
using ProdReady.FixRuns.Projects;
using ProdReady.FixRuns.Report;

// Applies every fix of every finding to code of other people, in memory, and compiles the result:
//
//     dotnet run -c Release --project tests/ProdReady.FixRuns -- PROJECT-OR-FOLDER [...] [--ids PRD301,PRD802] [--keep]
//
// The exit code is 1 when a fix broke the code, left its finding or raised another one.

if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

var calls = CompilerCalls.Ask(ProjectFiles.Below(arguments.Places), arguments.Properties);
var solution = Loading.Open(calls);
var run = await FixRun.Over(solution, Rules.Chosen(arguments.Ids));
Console.WriteLine(new FixReport(run, arguments.Places).ToString());
if (arguments.Keep) Console.WriteLine($"The differences are in {Differences.Write(solution, run.After)}");
return run.IsClean ? 0 : 1;
