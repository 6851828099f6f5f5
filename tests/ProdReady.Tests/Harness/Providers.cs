using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.Tests.Harness;

/// <summary>References to providers of databases. Rules know them by the name of their assembly, so an assembly of that name will do.</summary>
internal static class Providers
{
    private const string Name = "Npgsql.EntityFrameworkCore.PostgreSQL";

    private const string Source = """
        namespace Microsoft.EntityFrameworkCore
        {
            public static class NpgsqlDbContextOptionsBuilderExtensions
            {
                public static DbContextOptionsBuilder UseNpgsql(this DbContextOptionsBuilder options, string connectionString) => options;
            }
        }
        """;

    /// <summary>With PostgreSQL beside SQLite.</summary>
    public static readonly IReadOnlyList<MetadataReference> Postgres = [.. References.All, Make(References.All)];

    /// <summary>With PostgreSQL, and the last version of EF Core whose migrations take no lock.</summary>
    public static readonly IReadOnlyList<MetadataReference> OlderPostgres = [.. References.OlderEntityFramework, Make(References.OlderEntityFramework)];

    private static MetadataReference Make(IEnumerable<MetadataReference> references)
    {
        var compilation = CSharpCompilation.Create(Name, [CSharpSyntaxTree.ParseText(Source)], references, new(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
