using Microsoft.CodeAnalysis;

namespace ProdReady.FixRuns.Fixing;

/// <summary>Something a rule of ours or the compiler says about a file. Two with the same key are the same: lines move when fixes are applied.</summary>
internal sealed record Finding(string Id, string Path, int Line, string Message, Diagnostic Diagnostic)
{
    public (string Id, string Path, string Message) Key => (Id, Path, Message);

    public static Finding Of(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        return new Finding(diagnostic.Id, place.Path ?? "", place.StartLinePosition.Line + 1, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), diagnostic);
    }
}

internal static class FindingSets
{
    /// <summary>Those that <paramref name="others"/> lack; each of them stands for one.</summary>
    public static IReadOnlyList<Finding> Without(this IEnumerable<Finding> findings, IEnumerable<Finding> others)
    {
        var counts = others.GroupBy(finding => finding.Key).ToDictionary(group => group.Key, group => group.Count());
        var rest = new List<Finding>();
        foreach (var finding in findings)
        {
            var count = counts.GetValueOrDefault(finding.Key);
            if (count == 0) rest.Add(finding);
            else counts[finding.Key] = count - 1;
        }

        return rest;
    }
}
