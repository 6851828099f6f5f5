using Microsoft.CodeAnalysis;
using ProdReady.Configuration;

namespace ProdReady.Tests.Configuration;

public class SuppressionWithoutReasonTests
{
    private const string Index = "see https://github.com/prodready/ProdReady.Analyzers/blob/main/docs/index.md";

    private static async Task Says(string markup, string message) =>
        Assert.Equal(message, Assert.Single(await Check.Rule<SuppressionWithoutReason>(markup)).GetMessage(null));

    private static string Attribute(string arguments) => $"using System.Diagnostics.CodeAnalysis;\nclass A {{ [[|SuppressMessage({arguments})|]] void M() {{ }} }}";

    private static string Quiet(string text) => text.Replace("[|", "").Replace("|]", "");

    [Theory]
    [InlineData("\"ProdReady.Failures\", \"PRD301\"")]
    [InlineData("\"ProdReady.Failures\", \"PRD301:SwallowedException\"")]
    [InlineData("\"Whatever\", \"PRD301\"")]
    [InlineData("\"ProdReady.Failures\", \"PRD301\", Justification = \"\"")]
    [InlineData("\"ProdReady.Failures\", \"PRD301\", Justification = \"  \"")]
    [InlineData("\"ProdReady.Failures\", \"PRD301\", Justification = \"<Pending>\"")]
    [InlineData("\"ProdReady.Failures\", \"PRD301\", Justification = \"TODO\"")]
    [InlineData("\"ProdReady.Failures\", \"PRD301\", Justification = null")]
    [InlineData("\"ProdReady.Failures\", \"PRD301\", Scope = \"member\"")]
    public Task An_attribute_without_a_reason_is_reported(string arguments) =>
        Says(Attribute(arguments), "Nobody can tell later why 'PRD301' is ok to break here; give the reason in Justification");

    [Fact]
    public Task An_attribute_of_the_assembly_without_a_reason_is_reported() => Says(
        "[assembly: [|System.Diagnostics.CodeAnalysis.SuppressMessageAttribute(\"ProdReady.Failures\", \"PRD301\", Scope = \"member\", Target = \"~M:A.M\")|]]\nclass A { void M() { } }",
        "Nobody can tell later why 'PRD301' is ok to break here; give the reason in Justification");

    [Fact]
    public Task A_trimmers_attribute_without_a_reason_is_reported() => Says(
        "class A { [[|System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"ProdReady.Failures\", \"PRD301\")|]] void M() { } }",
        "Nobody can tell later why 'PRD301' is ok to break here; give the reason in Justification");

    [Theory]
    [InlineData("\"ProdReady.Failures\", \"PRD399\", Justification = \"Only a copy\"", "PRD399")]
    [InlineData("\"ProdReady.Failures\", \"SwallowedException\", Justification = \"Only a copy\"", "SwallowedException")]
    public Task An_attribute_of_a_rule_that_does_not_exist_is_reported(string arguments, string id) =>
        Says(Attribute(arguments), $"There is no rule '{id}', so nothing is declared ok to break here; {Index}");

    [Theory]
    [InlineData("\"ProdReady.Failures\", \"PRD301\", Justification = \"Only a copy\"")]
    [InlineData("\"ProdReady.Failures\", Ids.Swallowed, Justification = Ids.Reason")]
    [InlineData("\"Design\", \"CA1031\"")]
    [InlineData("\"Design\", \"PRD0301\"")]
    public Task An_attribute_with_a_reason_or_of_others_is_left_alone(string arguments) =>
        Check.Rule<SuppressionWithoutReason>(Quiet(Attribute(arguments)) + "\nstatic class Ids { public const string Swallowed = \"PRD301\"; public const string Reason = \"Only a copy\"; }");

    [Fact]
    public Task An_attribute_that_only_has_the_name_is_left_alone() =>
        Check.Rule<SuppressionWithoutReason>("class SuppressMessageAttribute : Attribute { public SuppressMessageAttribute(string a, string b) { } }\nclass A { [SuppressMessage(\"ProdReady\", \"PRD301\")] void M() { } [Obsolete(\"PRD301\")] void N() { } }");

    [Theory]
    [InlineData("// ok to break: PRD301", "PRD301")]
    [InlineData("// ok to break: PRD301 because", "PRD301")]
    [InlineData("// ok to break: PRD301 because ...", "PRD301")]
    [InlineData("// ok to break: PRD301, PRD310 because todo", "PRD301, PRD310")]
    public Task A_comment_without_a_reason_is_reported(string comment, string ids) =>
        Says($"class A {{ }} [|{comment}|]", $"'{ids}' stays reported, because this comment gives no reason; write '// ok to break: {ids} because ...'");

    [Theory]
    [InlineData("// ok to break: because it is a copy")]
    [InlineData("// ok to break PRD301 because it is a copy")]
    [InlineData("// Ok to break: PRD301 it is a copy")]
    [InlineData("// ok to break: PRD301 PRD310 because it is a copy")]
    public Task A_comment_that_is_not_understood_is_reported(string comment) =>
        Says($"class A {{ }} [|{comment}|]", "This comment declares nothing ok to break; write '// ok to break: PRD301 because ...' with the ids of the rules");

    [Theory]
    [InlineData("// ok to break: PRD399 because it is a copy", "PRD399")]
    [InlineData("// ok to break: PRD301, PRD31 because it is a copy", "PRD31")]
    public Task A_comment_about_a_rule_that_does_not_exist_is_reported(string comment, string id) =>
        Says($"class A {{ }} [|{comment}|]", $"There is no rule '{id}', so nothing is declared ok to break here; {Index}");

    [Theory]
    [InlineData("// ok to break: PRD301 because it is a copy")]
    [InlineData("// ok to break here: the loop has found PRD301")]
    [InlineData("// It is ok to break: PRD301 says nothing")]
    [InlineData("// ok to break: the loop is done")]
    [InlineData("/// <summary>ok to break: PRD301</summary>")]
    [InlineData("/* ok to break: PRD301 */")]
    public Task A_comment_with_a_reason_and_prose_are_left_alone(string comment) => Check.Rule<SuppressionWithoutReason>($"{comment}\nclass A {{ }}");

    [Fact]
    public async Task A_pragma_without_a_reason_is_reported_as_a_suggestion()
    {
        var finding = Assert.Single(await Check.Rule<SuppressionWithoutReason>("#pragma warning disable CS0168, [|PRD301|]\nclass A { }\n#pragma warning restore PRD301\n"));
        Assert.Equal(DiagnosticSeverity.Info, finding.Severity);
        Assert.Equal("Nobody can tell later why 'PRD301' is silenced here; write the reason in a comment at the end of the line", finding.GetMessage(null));
    }

    [Fact]
    public async Task A_pragma_of_a_rule_that_does_not_exist_is_reported()
    {
        var finding = Assert.Single(await Check.Rule<SuppressionWithoutReason>("#pragma warning disable [|PRD399|] // it is a copy\nclass A { }"));
        Assert.Equal(DiagnosticSeverity.Warning, finding.Severity);
    }

    [Theory]
    [InlineData("#pragma warning disable PRD301 // it is a copy")]
    [InlineData("// It is a copy.\n#pragma warning disable PRD301")]
    [InlineData("#pragma warning disable")]
    [InlineData("#pragma warning disable CA1031, 0168")]
    [InlineData("#pragma warning restore PRD301")]
    public Task A_pragma_with_a_reason_or_of_others_is_left_alone(string pragma) => Check.Rule<SuppressionWithoutReason>($"class B {{ const string Id = \"PRD301\"; }}\n{pragma}\nclass A {{ }}");

    [Theory]
    [InlineData("#pragma warning disable [|PRD301|] //")]
    [InlineData("//\n#pragma warning disable [|PRD301|]")]
    [InlineData("class B { }\n#pragma warning disable [|PRD301|]")]
    public Task A_pragma_beside_an_empty_comment_is_reported(string pragma) => Check.Rule<SuppressionWithoutReason>($"{pragma}\nclass A {{ }}");
}
