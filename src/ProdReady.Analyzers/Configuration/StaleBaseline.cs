using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Configuration;

/// <summary>
/// An old finding was mended and its entry in the baseline stayed; the next one in the same method was taken for the old one, and nobody heard of it.
/// Left alone: entries of rules that are off, and of other target frameworks.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaleBaseline() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD004", Concern.Configuration, Blast.Process, At.Every(Warning), atEnd: true,
        title: "A baseline entry for what is no longer there",
        message: "'{0}' no longer occurs in '{1}', and this entry would silence the next one; remove the line");

    private protected override void Watch(Watcher watch)
    {
        if (watch.Known.Baseline is not { IsWritten: false } baseline) return;
        watch.AtEnd(end => baseline.Gone(end.Compilation).Select(entry => new Finding(entry.Where, entry.Id, entry.Member)));
    }
}
