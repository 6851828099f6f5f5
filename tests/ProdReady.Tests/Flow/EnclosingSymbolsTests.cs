using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Flow;

namespace ProdReady.Tests.Flow;

/// <summary>The function around an operation is the one the compiler names for its position.</summary>
public class EnclosingSymbolsTests
{
    private const string Code = """
        using System.Collections.Generic;
        using System.Linq;

        abstract class Base { protected Base(int size) { } }

        partial class Sample : Base
        {
            int _field = Twice(2);
            System.Func<int, int> _lambda = given => Twice(given);
            int Short => Twice(3);
            int Long { get { return Twice(4); } set { Twice(value); } }
            int Made { get; } = Twice(5);
            int this[int index] => Twice(index);
            event System.Action Changed { add { value(); } remove { Twice(6); } }

            public Sample() : this(Twice(7)) { Twice(8); }
            Sample(int size) : base(Twice(size)) { Changed += () => Twice(_field); }
            static Sample() { Twice(9); }
            ~Sample() { Twice(10); }

            static int Twice(int number) => 2 * number;
            public static Sample operator +(Sample one, Sample other) { Twice(11); return one; }
            partial void Hook();
            partial void Hook() { Twice(12); }

            int Nested(List<int> numbers, int seed = 3)
            {
                int Local(int number) { return numbers.Select(each => Twice(each + number)).Sum(); }
                static int Still(int number) => Twice(number);
                System.Func<int> inner = () => { int Deep() => Twice(seed); return Deep(); };
                System.Action old = delegate { Twice(13); };
                var asked = from number in numbers where Twice(number) > 1 select Twice(number) + Local(number);
                return asked.Sum() + Still(14) + inner();
            }

            T Any<T>(T value) { System.Func<T> get = () => value; return get(); }
        }
        """;

    [Fact]
    public void It_is_the_symbol_that_the_compiler_names()
    {
        var snippet = new Snippet(Code, Target.Library);
        snippet.MustCompile();
        var asked = 0;
        foreach (var tree in snippet.Compilation.SyntaxTrees)
        {
            var model = snippet.Compilation.GetSemanticModel(tree);
            foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (model.GetOperation(call) is not { } operation) continue;
                asked++;
                Assert.Equal(model.GetEnclosingSymbol(call.SpanStart), operation.EnclosingSymbol(), SymbolEqualityComparer.IncludeNullability);
            }
        }

        Assert.True(asked > 20, $"only {asked} calls");
    }

    [Fact]
    public void The_member_is_around_lambdas_and_local_functions()
    {
        var snippet = new Snippet(Code, Target.Library);
        var tree = snippet.Compilation.SyntaxTrees.Single(each => each.ToString().Contains("class Sample", StringComparison.Ordinal));
        var model = snippet.Compilation.GetSemanticModel(tree);
        var deep = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Single(call => call.ToString() == "Twice(seed)");
        Assert.Equal("Nested", model.GetOperation(deep)!.Member()!.Name);
    }
}
