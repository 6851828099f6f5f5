using System.Runtime.CompilerServices;

namespace ProdReady.PackageTests.Consumers;

/// <summary>Beside the packages whose diagnostics we take back, each of them on as a warning.</summary>
[Collection(InWorkshop.Name)]
public class SuppressorTests(Workshop workshop)
{
    internal static readonly Consumer WithPeers = BesidePeers();
    internal static readonly Consumer WithoutPRS201 = BesidePeers("prodready.suppress.PRS201 = false");
    internal static readonly Consumer WithoutPRS202 = BesidePeers("prodready.suppress.PRS202 = false");
    internal static readonly Consumer WithoutPRS301 = BesidePeers("prodready.suppress.PRS301 = false");
    internal static readonly Consumer WithoutPRS401 = BesidePeers("prodready.suppress.PRS401 = false");
    internal static readonly Consumer WithPeersInALibrary = BesidePeers() with { Sdk = "Microsoft.NET.Sdk", Code = [Library], Properties = "" };

    internal static readonly Consumer WithPeersAsErrors = BesidePeers() with
    {
        Code = [Peers.Program, Peers.Importer, Peers.Services],
        Properties = $"<WarningsAsErrors>{string.Join(';', Peers.Ids)}</WarningsAsErrors>",
    };

    internal static readonly Consumer TurnedOffForAProject = BesidePeers() with { Properties = "<NoWarn>$(NoWarn);PRS201;PRS202;PRS301;PRS401</NoWarn>" };

    private static Source Library => new("Shared.cs", """
        namespace Shop;

        public static class Shared
        {
            public static async Task WaitAsync()
            {
                await Task.Delay(1);
            }
        }
        """);

    [Fact]
    public async Task Only_what_is_right_stays() => Assert.Equal(Peers.Stays, await Reported(WithPeers));

    [Theory]
    [InlineData(nameof(WithoutPRS201), "CA2016 MA0040")]
    [InlineData(nameof(WithoutPRS202), "CA1001 CA2213 IDISP002 IDISP006 S2931")]
    [InlineData(nameof(WithoutPRS301), "CA1031 S2221")]
    [InlineData(nameof(WithoutPRS401), "CA2007 MA0004 RCS1090")]
    public async Task What_a_suppressor_takes_back_is_there_again_when_it_is_off(string consumer, string ids)
    {
        var back = (await Reported(Named(consumer))).Except(Peers.Stays);
        Assert.Equal(ids, string.Join(' ', back.Select(entry => entry.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task NoWarn_turns_them_off_for_a_project()
    {
        var back = (await Reported(TurnedOffForAProject)).Except(Peers.Stays);
        Assert.Equal(Peers.Ids, back.Select(entry => entry.Split(' ')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Warnings_that_a_project_takes_for_errors_are_taken_back_too() => Assert.Empty(await Reported(WithPeersAsErrors));

    [Fact]
    public async Task In_a_library_the_context_of_the_caller_counts() =>
        Assert.Equal(["Shared.cs(7) CA2007", "Shared.cs(7) MA0004", "Shared.cs(7) RCS1090"], await Reported(WithPeersInALibrary));

    private async Task<IReadOnlyList<string>> Reported(Consumer consumer) =>
    [
        .. (await workshop.Build(consumer)).Findings
            .Where(finding => Peers.Ids.Contains(finding.Id))
            .Select(finding => $"{finding.File.Split('/')[^1]}({finding.Line}) {finding.Id}")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static Consumer Named(string consumer) => Consumer.All().Single(candidate => candidate.Name == consumer);

    private static Consumer BesidePeers(string option = "", [CallerMemberName] string name = "") =>
        new(name, "Microsoft.NET.Sdk.Worker", Peers.Program, Peers.Importer, Peers.Services, Peers.Mistakes)
        {
            Items = Peers.Packages,
            EditorConfig = Peers.Severities + option + "\n",
        };
}
