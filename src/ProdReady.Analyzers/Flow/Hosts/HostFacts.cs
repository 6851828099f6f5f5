using ProdReady.Engine;

namespace ProdReady.Flow;

/// <summary>What a method does to the host of which it is given a part, whoever calls it. What is not known may be.</summary>
/// <param name="Maps">Whether it maps an endpoint of health.</param>
/// <param name="Registers">Whether it registers the service that runs health checks.</param>
/// <param name="Publishes">Whether it registers somebody who is told of the health at intervals.</param>
/// <param name="Metrics">What it does with metrics.</param>
/// <param name="Traces">What it does with traces.</param>
internal sealed record HostFacts(HealthMapped Maps, Answer Registers, Answer Publishes, Signals Metrics, Signals Traces)
{
    /// <summary>Nothing can be told.</summary>
    public static readonly HostFacts Unknown = new(HealthMapped.Unknown, Answer.Unknown, Answer.Unknown, Signals.Unknown, Signals.Unknown);

    private const string NothingKnown = "?";
    private const string Map = "Health.Map";
    private const string MapDevelopmentOnly = "Health.MapDevelopmentOnly";
    private const string Register = "Health.Register";
    private const string Publish = "Health.Publish";
    private const string SendMetrics = "Telemetry.Metrics";
    private const string ListenToMeter = "Telemetry.Meter";
    private const string SendTraces = "Telemetry.Traces";
    private const string ListenToSource = "Telemetry.Source";
    private const string TelemetryUnknown = "Telemetry?";
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
        }.Concat(TelemetryWords).Where(word => word is not null));

    private IEnumerable<string?> TelemetryWords => Metrics == Signals.Unknown && Traces == Signals.Unknown
        ? [TelemetryUnknown]
        : Written(SendMetrics, ListenToMeter, Metrics).Concat(Written(SendTraces, ListenToSource, Traces));

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
                Read(Publish, words),
                Read(SendMetrics, ListenToMeter, words),
                Read(SendTraces, ListenToSource, words));

    private static IEnumerable<string?> Written(string send, string listen, Signals signals) =>
        (signals.Names?.Split(' ').Where(name => name.Length > 0).Select(name => $"{listen}={name}") ?? [listen + Perhaps]).Prepend(Written(send, signals.AreSetUp));

    private static Signals Read(string send, string listen, IReadOnlyCollection<string> words) =>
        words.Contains(TelemetryUnknown) ? Signals.Unknown
        : new Signals(Read(send, words), words.Contains(listen + Perhaps) ? null : Signals.Joined(words.Where(word => word.StartsWith(listen + "=", StringComparison.Ordinal)).Select(word => word.Substring(listen.Length + 1))));

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
