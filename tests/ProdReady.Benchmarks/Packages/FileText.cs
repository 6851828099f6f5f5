using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Benchmarks.Packages;

internal sealed class FileText(string path) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(File.ReadAllText(path));

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
