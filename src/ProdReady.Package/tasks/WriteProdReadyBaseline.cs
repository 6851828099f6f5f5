using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Threading;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;

/// <summary>
/// Writes ProdReady.Baseline.txt from the error logs of a project, one for each target framework: what the suppressor PRS001 has silenced there. MSBuild compiles this file when it is needed,
/// for whatever it runs on, so it takes nothing that is newer than C# 7.3 and .NET Standard 2.0.
/// </summary>
public sealed class WriteProdReadyBaseline : Microsoft.Build.Utilities.Task
{
    private const string Suppressor = "PRS001";

    private const string Head =
        "# What ProdReady.Analyzers found when this list was written, and reports no more: rule, member, text of the line. What comes on top is reported.\n" +
        "# Take out what is mended (PRD004 names it), or have the list written anew: dotnet build -p:ProdReadyBaseline=write\n";

    /// <summary>The error log of the compilation that has ended.</summary>
    [Required]
    public string ErrorLog { get; set; }

    /// <summary>The folder where the logs of all target frameworks are kept once they are whole, under the names of those.</summary>
    [Required]
    public string Logs { get; set; }

    /// <summary>The target framework that was compiled.</summary>
    public string Framework { get; set; }

    /// <summary>All target frameworks of the project.</summary>
    public string[] Frameworks { get; set; }

    /// <summary>The file to write.</summary>
    [Required]
    public string Baseline { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (!File.Exists(ErrorLog)) return Fail("nothing was compiled, so '" + ErrorLog + "' is not there; build again");
        Directory.CreateDirectory(Logs);
        var frameworks = Frameworks == null || Frameworks.Length == 0 ? new[] { Framework ?? "" } : Frameworks;
        using (var others = HoldUp())
        {
            if (others == null) return Fail("the build of another target framework holds '" + PathOf("lock") + "' for too long; build again");
            File.Copy(ErrorLog, PathOf(Framework), overwrite: true);
            var findings = new List<KeyValuePair<string, string>>();
            foreach (var framework in frameworks.Where(framework => File.Exists(PathOf(framework))))
            {
                var run = Read(PathOf(framework)).Element("runs").Elements().First();
                if (!run.Descendants("rules").Elements().Any(rule => IsOurs((string)rule.Element("id")))) return Fail("the analyzers did not run; build without RunAnalyzers=false");
                foreach (var line in run.Element("results").Elements().Select(Line).Where(line => line != null)) findings.Add(new KeyValuePair<string, string>(line, framework));
            }

            Write(Lines(findings, frameworks).OrderBy(line => line, StringComparer.Ordinal).ToArray(), frameworks.All(framework => File.Exists(PathOf(framework))));
        }

        return true;
    }

    private string PathOf(string framework)
    {
        return Path.Combine(Logs, framework + ".sarif");
    }

    /// <summary>Keeps the builds of the other target frameworks from reading and writing at the same time; null when it takes too long.</summary>
    private FileStream HoldUp()
    {
        for (var end = DateTime.UtcNow.AddMinutes(1); DateTime.UtcNow < end; Thread.Sleep(50))
        {
            try
            {
                return new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Somebody has it: the operating system gives it back when he is done, or dies.
            }
        }

        return null;
    }

    /// <summary>One line for each finding, which names the target frameworks unless it occurs in all.</summary>
    private static IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, string>> findings, string[] frameworks)
    {
        foreach (var same in findings.GroupBy(finding => finding.Key))
        {
            var counts = frameworks.ToDictionary(framework => framework, framework => same.Count(finding => finding.Value == framework));
            for (var number = 1; number <= counts.Values.Max(); number++)
            {
                var those = counts.Where(count => count.Value >= number).Select(count => count.Key).OrderBy(framework => framework, StringComparer.Ordinal).ToArray();
                yield return those.Length == counts.Count ? same.Key : same.Key.Insert(same.Key.IndexOf(' ') + 1, "[" + string.Join(",", those) + "] ");
            }
        }
    }

    /// <summary>Writes the list as it is now; nothing to list is known only once all target frameworks were compiled.</summary>
    private void Write(string[] lines, bool isWhole)
    {
        if (lines.Length == 0 && !isWhole) return;
        var text = Head + string.Concat(lines.Select(line => line + "\n"));
        var before = File.Exists(Baseline) ? File.ReadAllText(Baseline) : null;
        if (lines.Length == 0 && before != null) File.Delete(Baseline);
        if (lines.Length > 0 && before != text) File.WriteAllText(Baseline, text);
        if (lines.Length > 0 || before != null) Log.LogMessage(MessageImportance.High, "{0}: {1}", Baseline, lines.Length == 0 ? "nothing is left, so it is deleted" : lines.Length == 1 ? "1 finding" : lines.Length + " findings");
    }

    /// <summary>The line of a result; null where it is not for the list. Older compilers do not say what has suppressed a result.</summary>
    private static string Line(XElement result)
    {
        var suppressions = result.Element("suppressions");
        var notes = result.Elements("properties").Elements("customProperties").FirstOrDefault();
        if (suppressions == null || notes == null || notes.Element("prodready.member") == null) return null;
        var by = (string)suppressions.Elements().Elements("properties").Elements("suppressionType").FirstOrDefault();
        if (by != null && !by.Contains(Suppressor)) return null;
        return ((string)result.Element("ruleId") + " " + (string)notes.Element("prodready.member") + " " + (string)notes.Element("prodready.line")).TrimEnd();
    }

    private static bool IsOurs(string id)
    {
        return id != null && id.StartsWith("PRD", StringComparison.Ordinal);
    }

    private static XElement Read(string log)
    {
        using (var json = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(File.ReadAllText(log)), XmlDictionaryReaderQuotas.Max)) return XElement.Load(json);
    }

    private bool Fail(string why)
    {
        Log.LogError(null, "PRD004", null, null, 0, 0, 0, 0, "ProdReady.Baseline.txt was not written, because " + why);
        return false;
    }
}
