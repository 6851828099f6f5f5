using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Tests.Harness;

/// <summary>Hands the options of a <see cref="Project"/> to analyzers as MSBuild and .editorconfig would.</summary>
internal sealed class Options(Target project) : AnalyzerConfigOptionsProvider
{
    public static AnalyzerOptions Of(Target project) =>
        new([.. project.Files.Select(file => new File(file.Key, file.Value))], new Options(project));

    public override AnalyzerConfigOptions GlobalOptions { get; } =
        new Values(project.Properties.ToDictionary(property => "build_property." + property.Key, property => property.Value));

    private readonly Values _ofTree = new(project.Options);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _ofTree;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _ofTree;

    private sealed class Values(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            var entry = values.FirstOrDefault(candidate => string.Equals(candidate.Key, key, StringComparison.OrdinalIgnoreCase));
            value = entry.Value;
            return value is not null;
        }
    }

    private sealed class File(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content);
    }
}
