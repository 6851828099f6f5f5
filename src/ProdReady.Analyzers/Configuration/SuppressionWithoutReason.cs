using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Configuration;

/// <summary>
/// A finding was silenced without a word years ago; nobody dared to say whether that was thought about, and it was the one that lost the orders.
/// Left alone: suppressions of other packages' rules, and those that give a reason.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SuppressionWithoutReason() : ProductionRule(Rule, CommentWithoutReason, PragmaWithoutReason, UnknownRule, Misshapen)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD003", Concern.Configuration, Blast.Process, At.Every(Warning),
        title: "A finding that is declared ok to break without a reason",
        message: "Nobody can tell later why '{0}' is ok to break here; give the reason in Justification");

    internal static readonly DiagnosticDescriptor CommentWithoutReason = Describe.Variant(Rule,
        "'{0}' stays reported, because this comment gives no reason; write '// ok to break: {0} because ...'");

    internal static readonly DiagnosticDescriptor PragmaWithoutReason = Describe.Variant(Rule,
        "Nobody can tell later why '{0}' is silenced here; write the reason in a comment at the end of the line");

    internal static readonly DiagnosticDescriptor UnknownRule = Describe.Variant(Rule,
        "There is no rule '{0}', so nothing is declared ok to break here; {1}");

    internal static readonly DiagnosticDescriptor Misshapen = Describe.Variant(Rule,
        "This comment declares nothing ok to break; write '// ok to break: PRD301 because ...' with the ids of the rules");

    /// <summary>In the two ways that C# has, one of our names and one of these.</summary>
    private static readonly string[] Ways = ["pragma", "SuppressMessage"];

    private static readonly string[] OurNames = ["PRD", "ProdReady."];

    private protected override void Watch(Watcher watch) => watch.OnFile(file =>
    {
        var text = SourceSearch.Text(file.SyntaxTree);
        // Most files declare nothing: their text tells, and they are not walked.
        if (text.IndexOf(BreakComment.Mark, StringComparison.OrdinalIgnoreCase) < 0 && !(Ways.Any(text.Contains) && OurNames.Any(text.Contains))) return [];

        var root = file.SyntaxTree.GetRoot();
        var trivia = root.DescendantTrivia().ToArray();
        return trivia.Where(comment => comment.IsKind(SyntaxKind.SingleLineCommentTrivia)).SelectMany(InComment)
            .Concat(trivia.Select(directive => directive.GetStructure()).OfType<PragmaWarningDirectiveTriviaSyntax>().SelectMany(InPragma))
            .Concat(root.DescendantNodes().OfType<AttributeSyntax>().Select(attribute => InAttribute(attribute, file)).OfType<Finding>());
    });

    private static IEnumerable<Finding> InComment(SyntaxTrivia comment)
    {
        if (BreakComment.Parse(comment.ToString()) is not { } declared) return [];
        var where = comment.GetLocation();
        if (!declared.IsWellFormed) return [new Finding(where) { Wording = Misshapen }];
        if (declared.Ids.FirstOrDefault(id => !RuleIds.Exists(id)) is { } unknown) return [Unknown(unknown, where)];
        return declared.Reason is null ? [new Finding(where, string.Join(", ", declared.Ids)) { Wording = CommentWithoutReason }] : [];
    }

    /// <summary>A suggestion: the reason often stands elsewhere, and the compiler obeys in any case.</summary>
    private static IEnumerable<Finding> InPragma(PragmaWarningDirectiveTriviaSyntax pragma)
    {
        if (!pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword)) yield break;
        foreach (var code in pragma.ErrorCodes.OfType<IdentifierNameSyntax>())
        {
            var id = code.Identifier.ValueText;
            if (!RuleIds.IsMeant(id)) continue;
            if (!RuleIds.Exists(id)) yield return Unknown(id, code.GetLocation());
            else if (!SuppressionReasons.AreAt(pragma, id)) yield return new Finding(code, id) { Wording = PragmaWithoutReason, Severity = Info };
        }
    }

    private static Finding? InAttribute(AttributeSyntax attribute, SemanticModel model)
    {
        if (SuppressionReasons.Of(attribute, model) is not { } suppression) return null;
        if (!RuleIds.Exists(suppression.Id)) return Unknown(suppression.Id, attribute.GetLocation());
        return Reasons.IsGiven(suppression.Reason) ? null : new Finding(attribute, suppression.Id);
    }

    private static Finding Unknown(string id, Location where) => new(where, id, SeverityLines.See(Pages.Rules)) { Wording = UnknownRule };
}
