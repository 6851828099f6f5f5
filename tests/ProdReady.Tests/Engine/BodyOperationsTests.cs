using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;

namespace ProdReady.Tests.Engine;

/// <summary>Operations are found by their kind, and calls by their name as well.</summary>
public class BodyOperationsTests
{
    private readonly BodyOperations _operations = new();

    private static ImmutableArray<IOperation> Body(string statements)
    {
        var snippet = new Snippet($"class A {{ void M(TextWriter writer) {{ {statements} }} }}", Target.Library);
        snippet.MustCompile();
        var tree = snippet.Compilation.SyntaxTrees.Single(each => each.ToString().StartsWith("class A", StringComparison.Ordinal));
        var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
        return ((IMethodBodyOperation)snippet.Compilation.GetSemanticModel(tree).GetOperation(method)!).BlockBody is { } block ? [block] : [];
    }

    private string In(ImmutableArray<IOperation> body, params string[] names) =>
        string.Join(" ", In(body, _operations.NumberOf(names)).Select(call => call.Syntax.ToString()));

    private IReadOnlyList<IOperation> In(ImmutableArray<IOperation> body, int number)
    {
        var index = _operations.Of(body, number);
        return [.. Enumerable.Range(index.Start(number), index.End(number) - index.Start(number)).Select(index.At)];
    }

    [Fact]
    public void Calls_come_by_any_of_their_names_and_in_their_order() =>
        Assert.Equal("writer.Write(1) writer.Flush() writer.Write(2)", In(Body("writer.Write(1); writer.Flush(); writer.WriteLine(3); writer.Write(2);"), "Flush", "Write"));

    [Fact]
    public void A_name_that_is_asked_for_later_is_found_in_the_same_body()
    {
        var body = Body("writer.Write(1); writer.Flush();");
        Assert.Equal("writer.Write(1)", In(body, "Write"));
        Assert.Equal("writer.Flush()", In(body, "Flush"));
        Assert.Equal("writer.Write(1)", In(body, "Write"));
    }

    [Fact]
    public void The_same_names_have_the_same_number()
    {
        var number = _operations.NumberOf(["Write", "Flush"]);
        Assert.NotEqual(number, _operations.NumberOf(["Write"]));
        Assert.Equal(number, _operations.NumberOf(["Write", "Flush"]));
    }

    [Fact]
    public void The_next_body_has_its_own()
    {
        Assert.Equal("writer.Write(1)", In(Body("writer.Write(1);"), "Write"));
        Assert.Equal("writer.Write(2) writer.Write(3)", In(Body("writer.Write(2); writer.Write(3);"), "Write"));
        Assert.Empty(In(Body("writer.Flush();"), "Write"));
    }

    [Fact]
    public void Calls_by_name_are_still_calls() =>
        Assert.Equal(2, In(Body("writer.Write(1); writer.Flush();"), BodyOperations.NumberOf(OperationKind.Invocation)).Count);

    [Fact]
    public void The_walk_comes_by_everything_in_order()
    {
        var deep = string.Concat(Enumerable.Repeat("if (writer.Equals(0)) { ", 60)) + "writer.Write(1);" + string.Concat(Enumerable.Repeat(" }", 60));
        var body = Body(deep + " Action later = () => { void Inner() => writer.Write(2); Inner(); }; later(); writer.Write(3 + writer.GetHashCode());");
        var number = BodyOperations.NumberOf(OperationKind.Invocation);
        Assert.Equal(body.SelectMany(block => block.DescendantsAndSelf()).OfType<IInvocationOperation>(), In(body, number).Cast<IInvocationOperation>());
    }

    [Fact]
    public void Where_there_is_no_body_nothing_is_found() =>
        Assert.Empty(In(ImmutableArray<IOperation>.Empty, BodyOperations.NumberOf(OperationKind.Invocation)));

    [Fact]
    public void A_kind_that_nobody_gathers_is_an_error_of_the_rule() =>
        Assert.Throws<ArgumentException>(() => BodyOperations.NumberOf(OperationKind.Tuple));
}
