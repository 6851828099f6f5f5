namespace ProdReady.Benchmarks.Report;

/// <summary>Whether a promise is kept.</summary>
internal sealed record Verdict(string Promise, bool Kept)
{
    public override string ToString() => $"- {(Kept ? "pass" : "FAIL")}: {Promise}";
}
