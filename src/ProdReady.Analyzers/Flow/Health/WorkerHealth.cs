using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether a host without HTTP, which runs background services, shows its health to anybody in some other way.</summary>
internal sealed class WorkerHealth
{
    /// <summary>By which people show it who need no health checks: sockets, watchdogs, files.</summary>
    private static readonly string[] OtherWays = ["IHealthCheckPublisher", "HttpListener", "TcpListener", "MetricServer", "MapMetrics", "WATCHDOG", "Watchdog", "watchdog"];

    /// <summary>Calls of who registers checks, and of the checks themselves.</summary>
    private static readonly string[] OfChecks = ["AddHealthChecks", "CheckHealthAsync", "Healthy", "Unhealthy"];

    private readonly Known _known;
    private readonly HealthEndpoints _endpoints;
    private readonly AssemblyOracle _publishing;
    private readonly AssemblyOracle _mapping;
    private readonly Lazy<bool> _mayBeShown;

    public WorkerHealth(Known known, HealthEndpoints endpoints)
    {
        _known = known;
        _endpoints = endpoints;
        _publishing = HealthOracles.OfPublishing(known.Compilation);
        _mapping = HealthOracles.OfMapping(known.Compilation);
        // Who takes the SDK for the web serves something, if by a library.
        _mayBeShown = new(() => known.Property("UsingMicrosoftNETSdkWeb") is not null || !known.RegisteredWorkers.Find().Any() || known.HasCall(HostApis.StopHost) || known.Compilation.SyntaxTrees.Any(Speaks) || !known.Host.IsWhole || known.Host.Unseen.Any(MayShow));
    }

    /// <summary>Also where there is no work to speak of, or where it is over some time.</summary>
    public bool MayBeShown => _mayBeShown.Value;

    /// <summary>A type that is a check shows nothing by itself.</summary>
    private bool Speaks(SyntaxTree tree) =>
        SourceSearch.Text(tree) is var text
        && (OtherWays.Any(text.Contains)
            || HealthNames.MayBeIn(text) && tree.GetRoot().DescendantNodes().Any(node => HealthNames.Has(node)
                || node is TypeDeclarationSyntax type && RouteWords.Hint(type.Identifier.ValueText) && type.BaseList?.Types.Any(ancestor => ancestor.Type.ToString().EndsWith("IHealthCheck", StringComparison.Ordinal)) != true
                || node is InvocationExpressionSyntax call && RouteWords.Hint(Names.Of(call)) && !OfChecks.Contains(Names.Of(call))));

    private bool MayShow(HostStep step)
    {
        var method = step.Call.TargetMethod;
        var published = _endpoints.Helpers.Publishes(method);
        var mapped = _endpoints.Helpers.Maps(method);
        return (published == Answer.Unknown ? _publishing.Uses(method.ContainingAssembly) : published) != Answer.No
            || (mapped == HealthMapped.Unknown ? _mapping.Uses(method.ContainingAssembly) != Answer.No : mapped != HealthMapped.Never);
    }
}
