namespace ProdReady.Benchmarks.Inputs;

/// <summary>A file that exists only in memory.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public int Lines => Text.AsSpan().Count('\n');
}
