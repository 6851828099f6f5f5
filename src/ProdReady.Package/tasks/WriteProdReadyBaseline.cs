using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes ProdReady.Baseline.txt from the error logs of a project, one for each target framework: what the suppressor PRS001 has silenced there. MSBuild compiles this file when it is needed,
/// for whatever it runs on, so it takes nothing that is newer than C# 7.3 and .NET Standard 2.0.
/// </summary>
public sealed class WriteProdReadyBaseline : Task
{
    private const string Suppressor = "PRS001";

    private const string Head =
        "# What ProdReady.Analyzers found when this list was written, and reports no more: rule, member, text of the line. What comes on top is reported.\n" +
        "# Take out what is mended (PRD004 names it), or have the list written anew: dotnet build -p:ProdReadyBaseline=write\n";

    /// <summary>The error logs, with the target framework of each.</summary>
    [Required]
    public ITaskItem[] Logs { get; set; }

    /// <summary>The file to write.</summary>
    [Required]
    public string Baseline { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var findings = new List<KeyValuePair<string, string>>();
        foreach (var log in Logs)
        {
            if (!File.Exists(log.ItemSpec)) return Fail("nothing was compiled, so '" + log.ItemSpec + "' is not there; build again");
            var run = Read(log.ItemSpec).Element("runs").Elements().First();
            if (!run.Descendants("rules").Elements().Any(rule => IsOurs((string)rule.Element("id")))) return Fail("the analyzers did not run; build without RunAnalyzers=false");
            foreach (var line in run.Element("results").Elements().Select(Line).Where(line => line != null)) findings.Add(new KeyValuePair<string, string>(line, log.GetMetadata("TargetFramework")));
        }

        Write(Lines(findings).OrderBy(line => line, StringComparer.Ordinal).ToArray());
        return true;
    }

    /// <summary>One line for each finding, which names the target frameworks unless it occurs in all.</summary>
    private IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, string>> findings)
    {
        foreach (var same in findings.GroupBy(finding => finding.Key))
        {
            var counts = Logs.Select(log => log.GetMetadata("TargetFramework")).ToDictionary(framework => framework, framework => same.Count(finding => finding.Value == framework));
            for (var number = 1; number <= counts.Values.Max(); number++)
            {
                var those = counts.Where(count => count.Value >= number).Select(count => count.Key).OrderBy(framework => framework, StringComparer.Ordinal).ToArray();
                yield return those.Length == counts.Count ? same.Key : same.Key.Insert(same.Key.IndexOf(' ') + 1, "[" + string.Join(",", those) + "] ");
            }
        }
    }

    private void Write(string[] lines)
    {
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
