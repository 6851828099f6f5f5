using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>Parses the C# a fix inserts: a reviewer reads in the fixer what the user will get.</summary>
internal static class Pattern
{
    /// <summary>The statements of <paramref name="code"/>, to be laid out where they are put.</summary>
    public static StatementSyntax[] Statements(string code, string newLine) =>
        SyntaxFactory.ParseCompilationUnit(Lines(code, newLine) + newLine).Members
            .OfType<GlobalStatementSyntax>()
            .Select(member => member.Statement.WithAdditionalAnnotations(Formatter.Annotation))
            .ToArray();

    public static StatementSyntax Statement(string code, string newLine) => Statements(code, newLine).Single();

    public static ExpressionSyntax Expression(string code) =>
        SyntaxFactory.ParseExpression(code).WithAdditionalAnnotations(Formatter.Annotation);

    public static MemberDeclarationSyntax Member(string code, string newLine) =>
        SyntaxFactory.ParseMemberDeclaration(Lines(code, newLine) + newLine)!.WithAdditionalAnnotations(Formatter.Annotation);

    public static ParameterSyntax Parameter(string code) =>
        SyntaxFactory.ParseParameterList("(" + code + ")").Parameters[0].WithAdditionalAnnotations(Formatter.Annotation);

    private static string Lines(string code, string newLine) => code.Replace("\r\n", "\n").Replace("\n", newLine);
}
