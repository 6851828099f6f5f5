namespace ProdReady.Facts;

/// <summary>What an application measures, and who sends it on.</summary>
internal static class TelemetryApis
{
    /// <summary>Have somebody listen to the meters of these names.</summary>
    public static readonly Api[] AddMeter =
    [
        new("OpenTelemetry.Metrics.MeterProviderBuilder", "AddMeter") { Package = "OpenTelemetry.Api" },
    ];

    /// <summary>Have somebody listen to the activity sources of these names.</summary>
    public static readonly Api[] AddSource =
    [
        new("OpenTelemetry.Trace.TracerProviderBuilder", "AddSource") { Package = "OpenTelemetry.Api" },
    ];

    /// <summary>Set up metrics.</summary>
    public static readonly Api[] SetUpMetrics =
    [
        new("OpenTelemetry.OpenTelemetryBuilder", "WithMetrics") { Package = "OpenTelemetry.Extensions.Hosting" },
        new("OpenTelemetry.OpenTelemetryBuilderSdkExtensions", "WithMetrics") { Package = "OpenTelemetry" },
        new("OpenTelemetry.Sdk", "CreateMeterProviderBuilder") { Package = "OpenTelemetry" },
    ];

    /// <summary>Set up traces.</summary>
    public static readonly Api[] SetUpTraces =
    [
        new("OpenTelemetry.OpenTelemetryBuilder", "WithTracing") { Package = "OpenTelemetry.Extensions.Hosting" },
        new("OpenTelemetry.OpenTelemetryBuilderSdkExtensions", "WithTracing") { Package = "OpenTelemetry" },
        new("OpenTelemetry.Sdk", "CreateTracerProviderBuilder") { Package = "OpenTelemetry" },
    ];

    /// <summary>Make a meter, as <c>new Meter(..)</c> does.</summary>
    public static readonly Api[] MakeMeter =
    [
        new("System.Diagnostics.Metrics.IMeterFactory", "Create"),
        new("System.Diagnostics.Metrics.MeterFactoryExtensions", "Create"),
    ];

    public const string Meter = "System.Diagnostics.Metrics.Meter";

    public const string ActivitySource = "System.Diagnostics.ActivitySource";

    /// <summary>The assembly that a helper cannot do without which has anybody listen.</summary>
    public const string Assembly = "OpenTelemetry.Api";

    /// <summary>Packages that listen to what the framework and their own libraries measure, and know nothing of anybody else's names.</summary>
    public static readonly string[] Instrumentations = ["OpenTelemetry", "Npgsql.OpenTelemetry", "Azure.Monitor.OpenTelemetry"];

    /// <summary>Assemblies of those that send metrics or traces on, by the beginning of their names.</summary>
    public static readonly string[] Exporters =
    [
        "OpenTelemetry", "Azure.Monitor.OpenTelemetry", "Microsoft.ApplicationInsights", "Prometheus", "prometheus-net", "App.Metrics", "Datadog", "NewRelic", "Elastic.Apm", "Dynatrace", "Sentry", "Honeycomb", "Grafana.OpenTelemetry", "InfluxDB", "StatsdClient", "JustEat.StatsD", "AWS.Distro", "AWSXRayRecorder", "Google.Cloud.Diagnostics", "SkyAPM", "Raygun",
    ];

    /// <summary>Words of code that listens by itself.</summary>
    public static readonly string[] Listeners = ["MeterListener", "ActivityListener", "EventListener", "EnableMetrics"];
}
