using ProdReady.Engine;

namespace ProdReady.Flow;

/// <summary>What a method does to the host of which it is given a part, whoever calls it. What is not known may be.</summary>
/// <param name="Maps">Whether it maps an endpoint of health.</param>
/// <param name="Registers">Whether it registers the service that runs health checks.</param>
/// <param name="Publishes">Whether it registers somebody who is told of the health at intervals.</param>
internal sealed record HostFacts(HealthMapped Maps, Answer Registers, Answer Publishes)
{
    /// <summary>Nothing can be told.</summary>
    public static readonly HostFacts Unknown = new(HealthMapped.Unknown, Answer.Unknown, Answer.Unknown);

    private const string NothingKnown = "?";
    private const string Map = "Health.Map";
    private const string MapDevelopmentOnly = "Health.MapDevelopmentOnly";
    private const string Register = "Health.Register";
    private const string Publish = "Health.Publish";
    private const string Perhaps = "?";

    /// <summary>The words for it: a fact that is established, one that may be with a question mark behind it; none where it does nothing.</summary>
    public string Words => Equals(Unknown)
        ? NothingKnown
        : string.Join(" ", new[]
        {
            Maps switch
            {
                HealthMapped.Always => Map,
                HealthMapped.DevelopmentOnly => MapDevelopmentOnly,
                HealthMapped.Unknown => Map + Perhaps,
                _ => null,
            },
            Written(Register, Registers),
            Written(Publish, Publishes),
        }.Where(word => word is not null));

    /// <summary>What the words say; those that are not known yet are of no concern here.</summary>
    public static HostFacts Of(IReadOnlyCollection<string> words) =>
        words.Contains(NothingKnown)
            ? Unknown
            : new HostFacts(
                words.Contains(Map) ? HealthMapped.Always
                : words.Contains(Map + Perhaps) ? HealthMapped.Unknown
                : words.Contains(MapDevelopmentOnly) ? HealthMapped.DevelopmentOnly
                : HealthMapped.Never,
                Read(Register, words),
                Read(Publish, words));

    private static string? Written(string fact, Answer answer) => answer switch
    {
        Answer.Yes => fact,
        Answer.Unknown => fact + Perhaps,
        _ => null,
    };

    private static Answer Read(string fact, IReadOnlyCollection<string> words) =>
        words.Contains(fact) ? Answer.Yes : words.Contains(fact + Perhaps) ? Answer.Unknown : Answer.No;
}

/// <summary>Whether an endpoint of health is mapped. Of several answers the greatest counts.</summary>
internal enum HealthMapped
{
    /// <summary>None is.</summary>
    Never,
    /// <summary>One is, on developers' machines alone.</summary>
    DevelopmentOnly,
    /// <summary>One may be.</summary>
    Unknown,
    /// <summary>One is, in production too.</summary>
    Always,
}
