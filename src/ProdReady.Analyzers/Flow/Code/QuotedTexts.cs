using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>In which files a text stands between quotes. Made once: to look through all files for each of a hundred settings is dear.</summary>
internal sealed class QuotedTexts
{
    /// <summary>What is longer is no key of anything.</summary>
    private const int Longest = 200;

    private readonly Dictionary<int, List<SyntaxTree>> _files = [];
    private readonly Compilation _compilation;

    public QuotedTexts(Compilation compilation)
    {
        _compilation = compilation;
        foreach (var tree in compilation.SyntaxTrees) Add(SourceSearch.Text(tree), tree);
    }

    /// <summary>The files that may have the text between quotes; each of them is to be looked at, two texts can share a number.</summary>
    public IEnumerable<SyntaxTree> With(string text) =>
        text.Length > Longest || text.IndexOf('"') >= 0 ? _compilation.SyntaxTrees
        : _files.TryGetValue(Number(text, 0, text.Length), out var files) ? files : [];

    private void Add(string text, SyntaxTree tree)
    {
        for (int start = text.IndexOf('"'), end; start >= 0 && (end = text.IndexOf('"', start + 1)) >= 0; start = end)
        {
            // What stands between two literals is taken along: whether a quote opens or closes does not matter here.
            if (end - start - 1 > Longest) continue;
            var number = Number(text, start + 1, end);
            if (!_files.TryGetValue(number, out var files)) _files.Add(number, files = new(1));
            if (files.Count == 0 || files[files.Count - 1] != tree) files.Add(tree);
        }
    }

    private static int Number(string text, int start, int end)
    {
        var number = unchecked((int)2166136261);
        for (var i = start; i < end; i++) number = unchecked((number ^ text[i]) * 16777619);
        return number;
    }
}
