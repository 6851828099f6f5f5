using System.Globalization;

namespace ProdReady.Benchmarks;

/// <summary>What can be said on the command line.</summary>
internal sealed record Arguments(int? AskedRounds, int Lines, bool Peers, bool OneByOne, What What, bool HoldToLimits)
{
    public const string Usage = """
        dotnet run -c Release --project tests/ProdReady.Benchmarks -- [--rounds N] [--lines N] [--no-peers] [--one-by-one] [--growth | --locks | --live | --memory] [--no-limits]
          --rounds N    how often everything is measured; the least times are printed, of live edits the medians (10, or 3 where a round is long: growth, locks, live)
          --lines N     the size of the larger of the two written services (50000)
          --no-peers    leaves the other packages out, for a quick look while working on a rule
          --one-by-one  also runs each rule of ours alone: says which of them asks for what the others then find ready
          --growth      only what all rules cost, on a service that doubles up to 200,000 lines
          --locks       only what following locks costs, on code that doubles
          --live        only how long it takes from an edit in a project of 100,000 lines to the findings of the edited file
          --memory      only what the rules allocate: nearly the same in each run
          --no-limits   exit code 0 also when a limit is broken
        """;

    private const int FewRounds = 3;

    /// <summary>The runtime compiles what is hot again until about the seventh round; those before are slower and do not count, as only the least does.</summary>
    private const int UntilHot = 10;

    public int Rounds => AskedRounds ?? (What == What.Everything ? UntilHot : FewRounds);

    /// <summary>Null when something is not understood.</summary>
    public static Arguments? Parse(ReadOnlySpan<string> args)
    {
        var result = new Arguments(AskedRounds: null, Lines: 50_000, Peers: true, OneByOne: false, What: What.Everything, HoldToLimits: true);
        while (args is [var first, .. var rest])
        {
            switch (first)
            {
                case "--rounds" when rest is [var number, .. var others] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                    result = result with { AskedRounds = rounds };
                    rest = others;
                    break;
                case "--lines" when rest is [var number, .. var others] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines > 0:
                    result = result with { Lines = lines };
                    rest = others;
                    break;
                case "--no-peers":
                    result = result with { Peers = false };
                    break;
                case "--one-by-one":
                    result = result with { OneByOne = true };
                    break;
                case "--growth" or "--locks" or "--live" or "--memory":
                    result = result with { What = Enum.Parse<What>(first["--".Length..], ignoreCase: true) };
                    break;
                case "--no-limits":
                    result = result with { HoldToLimits = false };
                    break;
                default:
                    return null;
            }

            args = rest;
        }

        return result;
    }
}

/// <summary>What is measured.</summary>
internal enum What
{
    Everything,
    Growth,
    Locks,
    Live,
    Memory,
}
