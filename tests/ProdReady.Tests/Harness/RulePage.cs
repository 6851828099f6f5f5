using System.Text.RegularExpressions;

namespace ProdReady.Tests.Harness;

/// <summary>The page of a rule, and the code on it.</summary>
internal sealed class RulePage(string stem)
{
    public Catalog.Entry Rule { get; } = Catalog.Rule(stem);

    public string Text { get; } = Repository.Read(Catalog.Rule(stem).Page).Replace("\r\n", "\n");

    /// <summary>The kind of project in which the rule speaks, where the page names a property of it.</summary>
    public Target Project => ProjectOf("Found");

    /// <summary>The same, with the libraries that the code under a heading needs.</summary>
    public Target ProjectOf(string heading)
    {
        var project = new Target { References = Refers("Found", "Npgsql.EntityFrameworkCore.PostgreSQL") ? Providers.Postgres : Refers(heading, "OpenTelemetry") ? References.WithOpenTelemetry : References.All };
        foreach (Match property in Regex.Matches(Section("Found"), @"<!-- project: (\w+)=(\w+) -->")) project.Properties[property.Groups[1].Value] = property.Groups[2].Value;
        return project;
    }

    private bool Refers(string heading, string library) => Section(heading).Contains($"<!-- references: {library} -->");

    public string Section(string heading)
    {
        var begin = Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal) + heading.Length + 5;
        var end = Text.IndexOf("\n## ", begin, StringComparison.Ordinal);
        return end < 0 ? Text[begin..] : Text[begin..end];
    }

    public string Code(string heading)
    {
        var block = Regex.Match(Section(heading), "```csharp\n(.*?)\n```", RegexOptions.Singleline);
        Assert.True(block.Success, $"The section '{heading}' of {Rule.Stem} has no C#");
        return block.Groups[1].Value;
    }
}
