using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace ProdReady.FixRuns.Fixing;

/// <summary>All projects of a solution, fixed one after the other, and what became of it.</summary>
internal sealed class FixRun(Rules rules)
{
    public Rules Rules => rules;

    public Solution After { get; private set; } = null!;

    public List<(Project Project, int Files, Analysis Before, Analysis After)> Projects { get; } = [];

    public List<(Finding Error, string Cause)> NewErrors { get; } = [];

    public List<Finding> Left { get; } = [];

    public ConcurrentQueue<string> Crashes { get; } = [];

    public IReadOnlyList<Finding> Raised => Once(project => project.After.Findings.Without(project.Before.Findings));

    /// <summary>Still there, and nothing is offered for them.</summary>
    public IReadOnlyList<Finding> NotOffered => Once(project => project.After.Findings.Without(project.After.Findings.Without(project.Before.Findings)).Without(Left));

    public IReadOnlyList<Finding> Found => Once(project => project.Before.Findings);

    public IReadOnlyList<Finding> NewWarnings => Once(project => project.After.Warnings.Without(project.Before.Warnings));

    public bool IsClean => NewErrors.Count == 0 && Left.Count == 0 && Raised.Count == 0 && Crashes.IsEmpty;

    public static async Task<FixRun> Over(Solution solution, Rules rules)
    {
        var run = new FixRun(rules);
        var offers = new Offers(rules, run.Crashes);
        var before = new Dictionary<ProjectId, Analysis>();
        var after = new Dictionary<ProjectId, Analysis>();
        var projects = solution.GetProjectDependencyGraph().GetTopologicallySortedProjects().ToArray();
        foreach (var id in projects) after[id] = before[id] = await Analysis.Of(solution.GetProject(id)!, rules, run.Crashes);

        var fixedSolution = solution;
        var known = new List<Finding>();
        foreach (var id in projects.Where(id => before[id].Findings.Count > 0))
        {
            Console.Error.WriteLine($"{solution.GetProject(id)!.Name}: {before[id].Findings.Count} findings");
            var work = new ProjectRun(id, rules, offers, run.Crashes);
            // What a file that other projects compile too looks like now.
            var state = fixedSolution == solution ? before[id] : await Analysis.Of(fixedSolution.GetProject(id)!, rules, run.Crashes);
            (fixedSolution, after[id]) = await work.From(fixedSolution, state);
            run.Left.AddRange(work.Left);
            run.NewErrors.AddRange(work.Errors);
            known.AddRange(work.Errors.Select(error => error.Error));
        }

        // A fix may break a project that uses the one it was applied to.
        var changed = fixedSolution.GetChanges(solution).GetProjectChanges().Select(change => change.ProjectId).ToHashSet();
        foreach (var id in projects.Where(id => changed.Contains(id) || solution.GetProjectDependencyGraph().GetProjectsThatThisProjectTransitivelyDependsOn(id).Any(changed.Contains)))
        {
            after[id] = await Analysis.Of(fixedSolution.GetProject(id)!, rules, run.Crashes);
            run.NewErrors.AddRange(after[id].Errors.Without(before[id].Errors).Without(known).Select(error => (error, "a fix in a project it refers to")));
        }

        run.After = fixedSolution;
        run.Projects.AddRange(projects.Select(id => (solution.GetProject(id)!, solution.GetProject(id)!.DocumentIds.Count, before[id], after[id])));
        return run;
    }

    /// <summary>A file that several projects compile counts once.</summary>
    private IReadOnlyList<Finding> Once(Func<(Project Project, int Files, Analysis Before, Analysis After), IEnumerable<Finding>> of) =>
        [.. Projects.SelectMany(project => of(project).Select(finding => (finding, project.Project))).GroupBy(entry => entry.finding.Path).SelectMany(file => file.Where(entry => entry.Project == file.First().Project)).Select(entry => entry.finding)];
}
