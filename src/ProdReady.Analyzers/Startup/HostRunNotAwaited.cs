using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// The service logged "Application started" and was gone with exit code 0: Main had not waited for the host.
/// Left alone: entry points in which anything that could wait follows, threads of their own, user interfaces, functions and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HostRunNotAwaited() : ProductionRule(Rule, StartOnly)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD105", Concern.Startup, Blast.Process, At.Every(Warning),
        title: "The entry point does not wait for the host",
        message: "Nobody waits for '{0}': the entry point returns, and the process ends with exit code 0 as soon as the host has started; await it");

    internal static readonly DiagnosticDescriptor StartOnly = Describe.Variant(Rule,
        "'{0}' comes back when the host has started: the entry point returns, and the process ends with exit code 0; run the host with RunAsync instead");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine)) return;
        var hosts = new UnheldHosts(known);
        if (hosts.None) return;

        watch.OnBody(body => hosts.In(body).Select(host => new Finding(Names.Called(host.Call), Names.Text(host.Call)) { Wording = host.IsRun ? null : StartOnly }));
    }
}
