using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;

namespace ProdReady.FixRuns.Report;

/// <summary>What the fixes changed, as a reviewer sees it.</summary>
internal static class Differences
{
    /// <summary>Writes a file for each changed document; the folder they are in.</summary>
    public static string Write(Solution before, Solution after)
    {
        var folder = Directory.CreateTempSubdirectory("prodready-fixes-").FullName;
        var ids = after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()).DistinctBy(id => after.GetDocument(id)!.FilePath);
        foreach (var id in ids) Write(before.GetDocument(id)!, after.GetDocument(id)!, folder);
        return folder;
    }

    private static void Write(Document before, Document after, string folder)
    {
        var name = Path.Combine(folder, $"{before.Project.Name}.{string.Join('.', before.Name)}");
        var unique = Enumerable.Range(1, 1000).Select(number => number == 1 ? name : $"{name}.{number}").First(candidate => !File.Exists(candidate + ".diff"));
        var (old, changed) = (unique + ".before", unique + ".after");
        var (text, mended) = (before.GetTextAsync().GetAwaiter().GetResult(), after.GetTextAsync().GetAwaiter().GetResult());
        // With the byte order mark that the file has: without it the first lines do not apply.
        var encoding = text.Encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        File.WriteAllText(old, text.ToString(), encoding);
        File.WriteAllText(changed, mended.ToString(), encoding);
        using (var git = Process.Start(new ProcessStartInfo("git", ["diff", "--no-index", "--no-color", "-U6", old, changed]) { RedirectStandardOutput = true })!)
        {
            var lines = git.StandardOutput.ReadToEnd().Split('\n').SkipWhile(line => !line.StartsWith("@@", StringComparison.Ordinal));
            git.WaitForExit();
            File.WriteAllText(unique + ".diff", before.FilePath + "\n" + string.Join('\n', lines));
        }

        File.Delete(old);
        File.Delete(changed);
    }
}
