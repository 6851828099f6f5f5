using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
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

    /// <summary>With OpenTelemetry, which an application refers to that sends telemetry on.</summary>
    public static readonly IReadOnlyList<MetadataReference> WithOpenTelemetry =
        [.. All, .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "references.opentelemetry.txt")).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>
    /// With the interfaces of the host in another version: the same assembly, whose row says another number. What else refers to it still asks for the one it was
    /// built with, so with an older version snippets name nothing but these interfaces.
    /// </summary>
    public static IReadOnlyList<MetadataReference> WithHost(int major)
    {
        const string Host = "Microsoft.Extensions.Hosting.Abstractions.dll";
        var image = File.ReadAllBytes(All.Single(reference => Path.GetFileName(reference.Display) == Host).Display!);
        using var file = new PEReader(new MemoryStream(image));
        // The row begins with the hash algorithm, four bytes; the major version follows.
        var row = file.PEHeaders.MetadataStartOffset + System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file).GetTableMetadataOffset(TableIndex.Assembly);
        BitConverter.GetBytes((ushort)major).CopyTo(image, row + sizeof(uint));
        return [.. All.Where(reference => Path.GetFileName(reference.Display) != Host), MetadataReference.CreateFromImage(image)];
    }

    /// <summary>Without ASP.NET Core and its extensions: what a plain console tool has.</summary>
    public static readonly IReadOnlyList<MetadataReference> Plain =
        [.. All.Where(reference => Path.GetFileName(reference.Display)!.StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(reference.Display) is "mscorlib.dll" or "netstandard.dll")];
}
