using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ProdReady.Engine;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Configuration;

/// <summary>
/// A comma was lost in a merge of appsettings.json. Everything was built, tested and deployed; no instance of the new version started.
/// Left alone: what the host takes: comments, a comma at the end of a list.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MalformedSettingsFile() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD002", Concern.Configuration, Blast.Process, At.Every(Warning), atEnd: true,
        title: "A settings file is not what the host can read",
        message: "The host cannot read '{0}', because {1}: the service does not start with this file; correct it");

    private protected override void Watch(Watcher watch) => watch.AtEnd(end =>
        AppSettings.Files(watch.Known).Select(file => Judge(file, end.CancellationToken)).OfType<Finding>());

    private static Finding? Judge(AdditionalText file, CancellationToken cancellation)
    {
        if (file.GetText(cancellation) is not { } text || JsonSettings.Read(text).Why is not { } why) return null;
        var place = new TextSpan(why.Position, why.Position < text.Length ? 1 : 0);
        return new Finding(Location.Create(file.Path, place, text.Lines.GetLinePositionSpan(place)), Path.GetFileName(file.Path), why.Message);
    }
}
