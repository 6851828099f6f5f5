using Microsoft.CodeAnalysis;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Configuration;

/// <summary>The lines of <c>ProdReady.Apis.txt</c> that are well written and name nothing.</summary>
internal static class OwnApis
{
    /// <summary>
    /// A member that its type does not have is a mistake anywhere. A type that is not there is one only in the file beside the project: a file for a whole solution names what this project does not refer to.
    /// </summary>
    public static IEnumerable<MisunderstoodLine> Unresolved(Known known) =>
        known.UserApis.Rows
            .Where(row => DocumentationCommentId.GetFirstSymbolForDeclarationId(row.DeclarationId, known.Compilation) is null)
            .Select(row => Advice(row, known) is { } advice ? new MisunderstoodLine(row.Where, row.DeclarationId, advice) : null)
            .OfType<MisunderstoodLine>();

    private static string? Advice(UserApis.Row row, Known known)
    {
        var path = row.DeclarationId.Split('(')[0];
        var end = path.LastIndexOf('.');
        var type = end < 2 ? "" : path.Substring(2, end - 2);
        if (DocumentationCommentId.GetFirstSymbolForDeclarationId("T:" + type, known.Compilation) is not INamedTypeSymbol found)
            return IsBesideProject(row.Where, known) ? $"there is no type '{type}' here" : null;

        var name = path.Substring(end + 1);
        var members = found.GetMembers().Where(member => member is IMethodSymbol or IPropertySymbol).Select(member => member.GetDocumentationCommentId()).OfType<string>().ToArray();
        var meant = members.FirstOrDefault(member => member.Split('(')[0] == path) ?? Nearest.To(row.DeclarationId, members);
        return $"'{type}' has no such '{name}'" + (meant is null ? "" : $", write '{meant}'");
    }

    private static bool IsBesideProject(Location where, Known known) =>
        known.Property("ProjectDir") is { } folder && string.Equals(Path.GetDirectoryName(where.GetLineSpan().Path), folder.TrimEnd('/', '\\'), StringComparison.OrdinalIgnoreCase);
}
