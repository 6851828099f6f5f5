using System.Text;
using ProdReady.FixRuns.Fixing;

namespace ProdReady.FixRuns.Report;

/// <summary>What became of the code, as text: what went wrong in full, then a table.</summary>
internal sealed class FixReport(FixRun run, IReadOnlyList<string> places)
{
    public override string ToString()
    {
        var text = new StringBuilder("# Projects\n\n");
        foreach (var (project, files, before, after) in run.Projects) text.AppendLine($"{project.Name}: {files} files, {before.Errors.Count} errors before, {after.Errors.Count} after, {before.Findings.Count} findings");
        Section(text, "New compile errors", run.NewErrors.Select(entry => $"{Show(entry.Error)} <- {entry.Cause}"));
        Section(text, "Left though a fix was offered", run.Left.Select(Show));
        Section(text, "Newly raised", run.Raised.Select(Show));
        Section(text, "Exceptions", run.Crashes.Distinct());
        Section(text, "No fix offered", run.NotOffered.Select(Show));
        Section(text, "New compiler warnings", run.NewWarnings.Select(Show));
        text.AppendLine("\n# Rules\n").AppendLine($"{"rule",-8}{"findings",10}{"fixed",8}{"no fix",8}{"errors",8}{"left",8}{"raised",8}");
        foreach (var id in run.Rules.Descriptors.Select(rule => rule.Id).Order(StringComparer.Ordinal)) Row(text, id, finding => finding.Id == id, entry => entry.Cause.StartsWith(id, StringComparison.Ordinal));
        Row(text, "all", _ => true, _ => true);
        return text.ToString();
    }

    private void Row(StringBuilder text, string name, Func<Finding, bool> has, Func<(Finding Error, string Cause), bool> made)
    {
        var (found, none, left) = (run.Found.Count(has), run.NotOffered.Count(has), run.Left.Count(has));
        if (found == 0 && name != "all") return;
        text.AppendLine($"{name,-8}{found,10}{found - none - left,8}{none,8}{run.NewErrors.Count(made),8}{left,8}{run.Raised.Count(has),8}");
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var written = lines.ToArray();
        if (written.Length > 0) text.AppendLine($"\n# {title}: {written.Length}\n").AppendJoin('\n', written).AppendLine();
    }

    private string Show(Finding finding)
    {
        var place = places.Where(Directory.Exists).FirstOrDefault(place => finding.Path.StartsWith(place, StringComparison.Ordinal));
        return $"{(place is null ? finding.Path : Path.GetRelativePath(place, finding.Path))}({finding.Line}): {finding.Id} {finding.Message}";
    }
}
