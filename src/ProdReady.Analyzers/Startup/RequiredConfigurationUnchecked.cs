using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// A new cluster lacked one setting. The service started, was green, and failed at its first order with a NullReferenceException that named no setting.
/// Left alone: settings that appsettings.json has, that anything tests before they are used, that the code sets or lists elsewhere, and those of which nothing is known to need them;
/// development, requests, libraries, functions and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequiredConfigurationUnchecked() : ProductionRule(Rule, OnlyClaimed, SilentDefault, EmptyPasses)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD103", Concern.Startup, Blast.Process, new At(Info, Info, Warning, Warning),
        title: "A setting that has to be there is not checked",
        message: "Nothing checks that '{0}' is set: where it is missing, '{1}' fails in words that do not name it, or long after the start; throw at start and say that {2} sets it");

    internal static readonly DiagnosticDescriptor OnlyClaimed = Describe.Variant(Rule,
        "The '!' says that '{0}' is set, and nothing checks it: where it is missing the service starts with null, and fails in words that do not name it; throw at start and say that {2} sets it");

    internal static readonly DiagnosticDescriptor SilentDefault = Describe.Variant(Rule,
        "Where '{0}' is missing the service goes on with {1}, and nothing says so; throw at start and say that {2} sets it");

    internal static readonly DiagnosticDescriptor EmptyPasses = Describe.Variant(Rule,
        "'{0}' is an empty text in appsettings.json, which is not null, so this check never fails: the service goes on without a value; test for an empty text and say that {2} sets it");

    internal static readonly Option<string> OptionalKeys = Options.Patterns(
        "prodready.PRD103.optional_keys", "Settings that need not be there, as in Mail:* or Mail__Host.");

    /// <summary>The names under which the fixer finds what to say and where.</summary>
    internal const string KeyNote = "key";
    internal const string WhatNote = "what";
    internal const string FateNote = "fate";
    internal const string EmptyNote = "empty";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine)) return;

        var reads = new ConfigurationReads(known);
        var uses = new SettingUses(known, reads);
        var sources = new ConfigurationSources(known, reads, default);
        var startup = new ConfiguringCode(known);
        var development = known.DevelopmentOnly;
        watch.On<IPropertyReferenceOperation>(OperationKind.PropertyReference, Judge);
        watch.OnCall(reads.Calls, Judge);

        Finding? Judge(IOperation operation) =>
            reads.Of(operation) is { } read && uses.Of(read) is { } use
            && startup.Has(operation) && !IsOptional(read) && !IsThere(read, use) && !development.Is(operation) ? Tell(read, use) : null;

        bool IsOptional(ConfigurationRead read) => NamePatterns.AnyMatches(read.Key, watch.Read(OptionalKeys, read.Code).Replace("__", ":"));

        bool IsThere(ConfigurationRead read, SettingUse use) => use.Fate == SettingFate.CheckedForNull
            ? read.What != Setting.Text || sources.Settings.IsUnclear || !sources.Settings.IsEmpty(read.Key)
            : sources.MayHave(read);

        Finding Tell(ConfigurationRead read, SettingUse use) => new(read.Name, read.Key, Instead(read, use), read.What == Setting.Section ? read.Variable + "__*" : read.Variable)
        {
            Wording = use.Fate switch { SettingFate.Needed => null, SettingFate.Claimed => OnlyClaimed, SettingFate.CheckedForNull => EmptyPasses, _ => SilentDefault },
            Also = System.Collections.Immutable.ImmutableArray.Create(use.By.GetLocation()),
            Learned = Finding.Notes((KeyNote, read.Key), (WhatNote, read.What.ToString()), (FateNote, use.Fate.ToString()), (EmptyNote, read.What == Setting.Text && sources.Settings.IsEmpty(read.Key) ? "yes" : null)),
        };
    }

    /// <summary>What needs the setting, or what the service goes on with.</summary>
    private static string Instead(ConfigurationRead read, SettingUse use) => use.Fate switch
    {
        SettingFate.Emptied => "an empty text",
        SettingFate.Unparsed when use.By.ToString().StartsWith("bool.", StringComparison.Ordinal) => "false",
        SettingFate.Zero or SettingFate.Unparsed => "zero",
        _ => Names.Text(use.By),
    };
}
