using Microsoft.CodeAnalysis;
using ProdReady.Engine;

namespace ProdReady.Tests.Project;

/// <summary>Ids, concerns, folders, stems, fixers, tests and incidents belong together; nothing about a rule can be forgotten.</summary>
public class CatalogTests
{
    public static TheoryData<string> Stems => Catalog.Stems;

    [Fact]
    public void Each_id_belongs_to_one_rule() =>
        Assert.Equal(Catalog.Rules.Select(rule => rule.Id).Distinct(), Catalog.Rules.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Stems))]
    public void Id_concern_folder_and_category_agree(string stem)
    {
        var rule = Catalog.Rule(stem);
        Assert.Matches("^PRD[0-8][0-9]{2}$", rule.Id);
        Assert.True(Enum.IsDefined(rule.Concern));
        Assert.Equal(rule.Concern.ToString(), rule.Folder);
        Assert.Equal("ProdReady." + rule.Concern, rule.Descriptor.Category);
        Assert.EndsWith($"/{rule.Page}", rule.Descriptor.HelpLinkUri);
        Assert.All(rule.Analyzer.SupportedDiagnostics, wording => Assert.Equal((rule.Id, rule.Descriptor.Category), (wording.Id, wording.Category)));
    }

    [Theory]
    [MemberData(nameof(Stems))]
    public void The_stem_is_that_of_rule_tests_page_and_incident(string stem)
    {
        var rule = Catalog.Rule(stem);
        Assert.True(File.Exists(Repository.PathOf($"src/ProdReady.Analyzers/{rule.Folder}/{stem}.cs")));
        Assert.True(File.Exists(Repository.PathOf($"tests/ProdReady.Tests/{rule.Folder}/{stem}Tests.cs")), $"{stem} has no tests");
        Assert.StartsWith($"# {rule.Id} {stem}\n", Repository.Read(rule.Page));
        Assert.True(Directory.Exists(Repository.PathOf($"tests/ProdReady.Incidents/{rule.Id}-{stem}")), $"{stem} has no incident");
    }

    [Theory]
    [MemberData(nameof(Stems))]
    public void A_rule_has_a_fixer_of_its_stem_with_tests_or_says_why_not(string stem)
    {
        var rule = Catalog.Rule(stem);
        if (rule.Fixer is null)
        {
            Assert.Contains("Fix: none, because ", Repository.Read(rule.Page));
            return;
        }

        Assert.Equal(stem + "Fixer", rule.Fixer.GetType().Name);
        Assert.NotNull(rule.Fixer.GetFixAllProvider());
        Assert.True(File.Exists(Repository.PathOf($"src/ProdReady.CodeFixes/{rule.Folder}/{stem}Fixer.cs")));
        Assert.True(File.Exists(Repository.PathOf($"tests/ProdReady.Tests/{rule.Folder}/{stem}FixerTests.cs")), $"{stem}Fixer has no tests");
    }

    [Theory]
    [MemberData(nameof(Stems))]
    public void A_rule_is_tested_to_speak_and_to_be_silent(string stem)
    {
        var tests = Repository.Read($"tests/ProdReady.Tests/{Catalog.Rule(stem).Folder}/{stem}Tests.cs");
        Assert.Contains("_reported", tests);
        Assert.Contains("_left_alone", tests);
    }

    [Fact]
    public void Each_fixer_belongs_to_a_rule() =>
        Assert.All(Catalog.Fixers, fixer => Assert.All(fixer.FixableDiagnosticIds, id => Assert.Contains(id, Catalog.Rules.Select(rule => rule.Id))));

    [Fact]
    public void Each_option_belongs_to_its_rule_or_to_all() =>
        Assert.Equal(
            Option.All.Keys.Order(StringComparer.Ordinal),
            Catalog.Rules.SelectMany(rule => rule.Options.Select(option =>
            {
                Assert.StartsWith($"prodready.{rule.Id}.", option.Key);
                return option.Key;
            })).Concat(Catalog.Suppressors.Select(suppressor => $"prodready.suppress.{suppressor.Id}")).Append(OkToBreak.Path.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Rules_that_speak_at_the_end_say_so() =>
        Assert.All(Catalog.Rules, rule => Assert.Equal(
            Repository.Read($"src/ProdReady.Analyzers/{rule.Folder}/{rule.Stem}.cs").Contains("watch.AtEnd("),
            rule.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd)));
}
