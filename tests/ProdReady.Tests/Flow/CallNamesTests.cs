using Microsoft.CodeAnalysis.CSharp;
using ProdReady.Flow;

namespace ProdReady.Tests.Flow;

/// <summary>Calls are found by their names in the text, however they are written.</summary>
public class CallNamesTests
{
    private static string Found(string statements) => string.Join(" | ", CallNames.Calls(CSharpSyntaxTree.ParseText(statements), ["Run", "Map"]).Select(call => call.ToString()));

    [Theory]
    [InlineData("Run();")]
    [InlineData("host.Run();")]
    [InlineData("host?.Run();")]
    [InlineData("host.Run ();")]
    [InlineData("host\n    .Run\n    ();")]
    [InlineData("host.@Run();")]
    [InlineData("host.Run<int>();")]
    [InlineData("host.Run<Dictionary<int, List<string>>>();")]
    [InlineData("host.Run <A,\n    B> ();")]
    [InlineData("host.Run<(int, string)>();")]
    [InlineData("var text = $\"{host.Run()}\";")]
    public void A_call_is_found(string statement) => Assert.Contains("Run", Found(statement), StringComparison.Ordinal);

    [Theory]
    [InlineData("// host.Run();")]
    [InlineData("var text = \"host.Run()\";")]
    [InlineData("void Run() { }")]
    [InlineData("new Run();")]
    [InlineData("host.Running();")]
    [InlineData("host.ReRun();")]
    [InlineData("var run = host.Run;")]
    [InlineData("var all = Map < b && c > (d);")]
    public void What_is_no_call_is_not_found(string statement) => Assert.Empty(Found(statement));

    [Fact]
    public void What_is_around_comes_first() => Assert.Equal("a.Map().Run() | a.Map() | b.Run(c.Map()) | c.Map()", Found("a.Map().Run(); b.Run(c.Map());"));
}
