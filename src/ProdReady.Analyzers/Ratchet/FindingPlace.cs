using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Facts;

namespace ProdReady.Ratchet;

/// <summary>Where a finding is, said so that it stays true when lines move: by the member and the text of the line.</summary>
internal static class FindingPlace
{
    private const int LongestLine = 120;

    private static readonly char[] Spaces = [' ', '\t', '\r', '\n', '\f', '\v', '\u00a0'];

    /// <summary>The documentation id of the member; the name of the file where there is none.</summary>
    public static string Member(Location where, Known known)
    {
        if (where.SourceTree is not { } tree) return InFile(where.GetLineSpan().Path);
        var place = tree.GetRoot().FindToken(where.SourceSpan.Start).Parent;
        var declaration = place?.FirstAncestorOrSelf<SyntaxNode>(node => node is MemberDeclarationSyntax or CompilationUnitSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax });
        if (declaration is BaseFieldDeclarationSyntax field) declaration = field.Declaration.Variables[0];

        var model = known.Bodies.Model(tree);
        var symbol = declaration switch
        {
            null or BaseNamespaceDeclarationSyntax or CompilationUnitSyntax => null,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => model.GetDeclaredSymbol(unit),
            _ => model.GetDeclaredSymbol(declaration),
        };
        return symbol?.GetDocumentationCommentId() is { Length: > 2 } id ? id.Replace(' ', '_') : InFile(tree.FilePath);
    }

    /// <summary>The text of the line, with one space for many.</summary>
    public static string Line(Location where)
    {
        if (where.SourceTree is not { } tree) return "";
        var line = string.Join(" ", tree.GetText().Lines.GetLineFromPosition(where.SourceSpan.Start).ToString().Split(Spaces, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > LongestLine ? line.Substring(0, LongestLine).TrimEnd() : line;
    }

    private static string InFile(string path) => "file:" + Path.GetFileName(path).Replace(' ', '_');
}
