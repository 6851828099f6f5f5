namespace ProdReady.PackageTests.Performance;

/// <summary>What the rules allocate is the same on every machine, give or take a percent, so it has a budget that is checked. What they take in time depends on the machine: that is the benchmark's matter.</summary>
public class AllocationTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public async Task All_rules_stay_within_their_budget()
    {
        var benchmarks = Repository.PathOf($"tests/ProdReady.Benchmarks/bin/{Configuration}/net10.0/ProdReady.Benchmarks.dll");
        Assert.True(File.Exists(benchmarks), $"{benchmarks} was not built");
        var (exitCode, output) = await Dotnet.TryRun(Repository.PathOf(""), benchmarks, "--memory");
        Assert.Contains("pass: All rules: ", output);
        Assert.Equal(0, exitCode);
    }
}
