namespace ProdReady.FixRuns;

/// <summary>What can be said on the command line.</summary>
internal sealed record Arguments(IReadOnlyList<string> Places, IReadOnlyList<string> Ids, IReadOnlyList<string> Properties, bool Keep)
{
    public const string Usage = """
        dotnet run -c Release --project tests/ProdReady.FixRuns -- PROJECT-OR-FOLDER [...] [--ids PRD301,PRD802] [--keep] [-p:NAME=VALUE ...]
          --ids         only these rules
          --keep        writes the difference of each changed file to a folder, to be read
          -p:NAME=VALUE handed to MSBuild
        """;

    /// <summary>Null when something is not understood.</summary>
    public static Arguments? Parse(ReadOnlySpan<string> args)
    {
        var (places, ids, properties, keep) = (new List<string>(), new List<string>(), new List<string>(), false);
        while (args is [var first, .. var rest])
        {
            if (first == "--keep") keep = true;
            else if (first == "--ids" && rest is [var list, .. var others])
            {
                ids.AddRange(list.Split(','));
                rest = others;
            }
            else if (first.StartsWith("-p:", StringComparison.Ordinal)) properties.Add(first);
            else if (!first.StartsWith('-') && (File.Exists(first) || Directory.Exists(first))) places.Add(Path.GetFullPath(first));
            else return null;
            args = rest;
        }

        return places.Count == 0 ? null : new Arguments(places, ids, properties, keep);
    }
}
