using Microsoft.CodeAnalysis;

namespace ProdReady.Tests.Harness;

/// <summary>What snippets are compiled against: the shared framework and the libraries that the fact tables name.</summary>
internal static class References
{
    public static readonly IReadOnlyList<MetadataReference> All =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "references.txt")).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>With the last RabbitMQ client whose channel is an <c>IModel</c>, in place of the present one.</summary>
    public static readonly IReadOnlyList<MetadataReference> OlderRabbitMq =
    [
        .. All.Where(reference => Path.GetFileName(reference.Display) != "RabbitMQ.Client.dll"),
        MetadataReference.CreateFromFile(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "references.rabbitmq6.txt")).Single()),
    ];

    /// <summary>With the last version of EF Core whose migrations take no lock.</summary>
    public static readonly IReadOnlyList<MetadataReference> OlderEntityFramework =
    [
        .. All.Where(reference => !Path.GetFileName(reference.Display)!.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)),
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "references.efcore8.txt")).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Without ASP.NET Core and its extensions: what a plain console tool has.</summary>
    public static readonly IReadOnlyList<MetadataReference> Plain =
        [.. All.Where(reference => Path.GetFileName(reference.Display)!.StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(reference.Display) is "mscorlib.dll" or "netstandard.dll")];
}
