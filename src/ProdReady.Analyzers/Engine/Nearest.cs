namespace ProdReady.Engine;

/// <summary>Guesses which name was meant where one is misspelt.</summary>
internal static class Nearest
{
    /// <summary>The name nearest to what was written; null where none is near, or where two are equally near.</summary>
    public static string? To(string written, IEnumerable<string> names)
    {
        var limit = Math.Max(1, written.Length / 6);
        var near = names.Select(name => (Name: name, Distance: Distance(written, name, limit))).Where(pair => pair.Distance <= limit).OrderBy(pair => pair.Distance).Take(2).ToArray();
        return near.Length == 0 || near.Length == 2 && near[0].Distance == near[1].Distance ? null : near[0].Name;
    }

    /// <summary>How many letters have to be put in, taken out or changed, in any case of letters.</summary>
    private static int Distance(string one, string other, int limit)
    {
        if (Math.Abs(one.Length - other.Length) > limit) return int.MaxValue;
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            previous = current;
        }

        return previous[other.Length];
    }
}
