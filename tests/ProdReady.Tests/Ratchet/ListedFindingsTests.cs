using Microsoft.CodeAnalysis;
using ProdReady.Failures;
using ProdReady.Ratchet;

namespace ProdReady.Tests.Ratchet;

/// <summary>What the list names is silenced; what comes on top is reported.</summary>
public class ListedFindingsTests
{
    private const string Member = "PRD301 M:A.M ";

    private static string Catch(int number) => $"try {{ Console.Beep({number}, 1); }} catch {{ }}";

    private static Target Listing(params string[] lines) => new Target().WithFile("/repo/ProdReady.Baseline.txt", string.Join("\n", lines));

    /// <summary>The lines of the findings that are reported.</summary>
    private static async Task<IReadOnlyList<int>> Reported(string source, Target project, params string[] more)
    {
        var snippet = new Snippet(source, project, more);
        snippet.MustCompile();
        var findings = await snippet.Analyze(new SwallowedException(), new ListedFindings());
        return [.. findings.Where(finding => !finding.IsSuppressed).Select(finding => finding.Location.GetLineSpan().StartLinePosition.Line)];
    }

    private static string Method(params string[] statements) => "class A { void M() {\n" + string.Join("\n", statements) + "\n} }";

    [Fact]
    public async Task Without_a_list_all_is_reported() => Assert.Equal([1], await Reported(Method(Catch(1)), new Target()));

    [Fact]
    public async Task What_is_listed_is_silenced() => Assert.Empty(await Reported(Method(Catch(1)), Listing("# old", Member + Catch(1))));

    [Fact]
    public async Task Lines_may_move_and_be_formatted() => Assert.Empty(await Reported("\n\nclass A {\n void M() {\n\n\t\t" + Catch(1).Replace(" ", "  ") + "\n} }", Listing(Member + Catch(1))));

    [Fact]
    public async Task A_line_that_was_edited_stays_silenced() => Assert.Empty(await Reported(Method(Catch(2)), Listing(Member + Catch(1))));

    [Fact]
    public async Task A_new_one_beside_it_is_reported_wherever_it_stands()
    {
        Assert.Equal([1], await Reported(Method(Catch(2), Catch(1)), Listing(Member + Catch(1))));
        Assert.Equal([2], await Reported(Method(Catch(1), Catch(2)), Listing(Member + Catch(1))));
    }

    [Fact]
    public async Task Of_equal_ones_as_many_are_silenced_as_are_listed()
    {
        Assert.Empty(await Reported(Method(Catch(1), Catch(1)), Listing(Member + Catch(1), Member + Catch(1))));
        Assert.Equal([2], await Reported(Method(Catch(1), Catch(1)), Listing(Member + Catch(1))));
    }

    [Fact]
    public async Task A_line_without_its_text_stands_for_one_finding() => Assert.Equal([2], await Reported(Method(Catch(1), Catch(2)), Listing("PRD301 M:A.M")));

    [Fact]
    public async Task Another_rule_or_another_member_does_not_count() =>
        Assert.Equal([1], await Reported(Method(Catch(1)), Listing("PRD310 M:A.M " + Catch(1), "PRD301 M:A.N " + Catch(1))));

    [Fact]
    public async Task The_parts_of_a_type_are_one()
    {
        var listing = Listing("PRD301 M:A.M " + Catch(1), "PRD301 M:A.N " + Catch(1));
        Assert.Empty(await Reported("partial class A { void M() {\n" + Catch(1) + "\n} }", listing, "partial class A { void N() {\n" + Catch(1) + "\n} }"));
    }

    [Theory]
    [InlineData("M:Program.{Main}$(System.String[])", "try { Console.Beep(1, 1); } catch { }")]
    [InlineData("M:Program.{Main}$(System.String[])", "void M() { try { Console.Beep(1, 1); } catch { } }\nM();")]
    [InlineData("M:A.M(System.Action)", "class A { void M(Action a) { Action b = () => { try { a(); } catch { } }; b(); } }")]
    [InlineData("M:N.A`1.#ctor(`0)", "namespace N; class A<T> { A(T t) { try { Console.Beep(1, 1); } catch { } } }")]
    [InlineData("P:A.P", "class A { int P { get { try { return Console.Read(); } catch { return 0; } } } }")]
    [InlineData("F:A.F", "class A { Action G, F = () => { try { Console.Beep(1, 1); } catch { } }; }")]
    [InlineData("E:A.E", "class A { event Action E { add { try { value(); } catch { } } remove { } } }")]
    [InlineData("M:A.op_Implicit(A)~System.Int32", "class A { public static implicit operator int(A a) { try { return Console.Read(); } catch { return 0; } } }")]
    [InlineData("M:A.B.A#I#Run", "class A { interface I { void Run(); } class B : I { void I.Run() { try { Console.Beep(1, 1); } catch { } } } }")]
    public async Task The_member_is_named_by_its_documentation_id(string id, string source)
    {
        var project = new Target { Properties = { ["ProdReadyBaseline"] = "write" } };
        Assert.Equal(id, Assert.Single(await new Snippet(source, project).Analyze(new SwallowedException(), new ListedFindings())).Properties["prodready.member"]);
        Assert.Single(await Reported(source, Listing("PRD301 M:Elsewhere x")));
        Assert.Empty(await Reported(source, Listing("PRD301 " + id)));
    }

    [Fact]
    public async Task A_target_framework_may_be_named()
    {
        var properties = new Dictionary<string, string> { ["TargetFramework"] = "net8.0" };
        Assert.Empty(await Reported(Method(Catch(1)), Listing("PRD301 [net8.0,net9.0] M:A.M") with { Properties = properties }));
        Assert.Equal([1], await Reported(Method(Catch(1)), Listing("PRD301 [net9.0,net10.0] M:A.M") with { Properties = properties }));
    }

    [Fact]
    public async Task What_is_suppressed_in_the_source_takes_nobodys_place()
    {
        Assert.Empty(await Reported(Method("#pragma warning disable PRD301", Catch(1), "#pragma warning restore PRD301", Catch(1)), Listing(Member + Catch(1))));
        Assert.Empty(await Reported(Method(Catch(1) + " // ok to break: PRD301 because it is a copy", Catch(1)), Listing(Member + Catch(1))));
    }

    /// <summary>The list is to have what the code has now, so what it had before does not count, and nothing stops the build.</summary>
    [Fact]
    public async Task While_the_list_is_written_everything_is_silenced_with_what_the_list_needs()
    {
        var project = Listing("PRD301 M:Elsewhere x") with { Properties = new() { ["ProdReadyBaseline"] = "write" } };
        var finding = Assert.Single(await new Snippet(Method(Catch(1)), project).Analyze(new SwallowedException(), new ListedFindings()));
        Assert.True(finding.IsSuppressed);
        Assert.Equal(("M:A.M", Catch(1)), (finding.Properties["prodready.member"], finding.Properties["prodready.line"]));
    }

    [Fact]
    public async Task A_long_line_is_cut() => Assert.Empty(await Reported(Method(Catch(1) + " // " + new string('x', 300)), Listing(Member + (Catch(1) + " // " + new string('x', 300))[..120])));
}
