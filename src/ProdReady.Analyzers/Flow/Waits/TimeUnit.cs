namespace ProdReady.Flow;

/// <summary>A unit that times are counted in.</summary>
internal sealed class TimeUnit(string name, double milliseconds, params string[] words)
{
    public static readonly TimeUnit Milliseconds = new("milliseconds", 1, "milliseconds", "millis", "ms", "msec", "msecs");
    public static readonly TimeUnit Seconds = new("seconds", 1_000, "seconds", "secs", "sec");
    public static readonly TimeUnit Minutes = new("minutes", 60_000, "minutes", "mins");
    public static readonly TimeUnit Hours = new("hours", 3_600_000, "hours", "hrs");
    public static readonly TimeUnit Days = new("days", 86_400_000, "days");

    public static readonly TimeUnit[] All = [Milliseconds, Seconds, Minutes, Hours, Days];

    /// <summary>Words that say that a number is a length of time, not a part of a clock's reading.</summary>
    private static readonly string[] Lengths =
        ["timeout", "delay", "interval", "ttl", "expiry", "expires", "expiration", "lifetime", "period", "wait", "backoff", "lease", "heartbeat", "deadline"];

    /// <summary>"Seconds", as in <c>TotalSeconds</c> and <c>FromSeconds</c>.</summary>
    public string Member => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>"seconds", as in a sentence.</summary>
    public override string ToString() => name;

    public double InMilliseconds => milliseconds;

    /// <summary>The only unit among the words of a name; null when there is none, several, or a rate.</summary>
    public static TimeUnit? NamedBy(string identifier)
    {
        var parts = Words(identifier).ToArray();
        for (var i = 1; i < parts.Length; i++)
        {
            if (parts[i - 1] is "milli" or "m" or "micro" or "u" or "nano" or "n" && Seconds.IsCalled(parts[i])) (parts[i - 1], parts[i]) = ("", parts[i - 1] is "milli" or "m" ? "ms" : "per");
        }

        if (parts.Contains("per") || parts.Contains("from")) return null;
        var named = parts.Select(part => All.FirstOrDefault(unit => unit.IsCalled(part))).OfType<TimeUnit>().ToArray();
        return named.Length == 1 ? named[0] : null;
    }

    /// <summary>Whether the name is that of a length of time.</summary>
    public static bool NamesLength(string identifier) => Words(identifier).Any(Lengths.Contains);

    private bool IsCalled(string word) => words.Contains(word);

    /// <summary>The words of a name in camel case or with underscores.</summary>
    private static IEnumerable<string> Words(string identifier)
    {
        var start = 0;
        for (var i = 1; i <= identifier.Length; i++)
        {
            if (i < identifier.Length && !BeginsWord(identifier, i)) continue;
            var word = identifier.Substring(start, i - start).Trim('_');
            if (word.Length > 0) yield return word.ToLowerInvariant();
            start = i;
        }
    }

    private static bool BeginsWord(string identifier, int i) =>
        identifier[i] == '_'
        || char.IsUpper(identifier[i]) && (!char.IsUpper(identifier[i - 1]) || i + 1 < identifier.Length && char.IsLower(identifier[i + 1]) && !IsPluralOfInitials(identifier, i));

    /// <summary>The s of "URLs" begins no word.</summary>
    private static bool IsPluralOfInitials(string identifier, int i) => identifier[i + 1] == 's' && i + 2 == identifier.Length;
}
