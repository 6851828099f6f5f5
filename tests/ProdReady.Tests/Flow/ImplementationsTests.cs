using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Tests.Flow;

/// <summary>Who derives from a type, found by what base lists say.</summary>
public class ImplementationsTests
{
    private static string Below(string type, string code)
    {
        var snippet = new Snippet(code, Target.Library);
        snippet.MustCompile();
        var known = Known.About(snippet.Compilation, Options.Of(Target.Library), default);
        return string.Join(" ", known.Implementations.Descendants(snippet.Compilation.GetTypeByMetadataName(type)!).Select(found => found.Name).Order());
    }

    [Theory]
    [InlineData("interface IJob { } class A : IJob { } struct B : IJob { } class C { }", "A B")]
    [InlineData("interface IJob { } interface INightly : IJob { } class A : INightly { } class B : A { }", "A B")]
    [InlineData("interface IJob { } class Outer { class A : IJob { class B : IJob { } } }", "A B")]
    [InlineData("interface IJob { } partial class A { } partial class A : IJob { }", "A")]
    [InlineData("interface IJob { } partial class A : IJob { } partial class A : IDisposable { public void Dispose() { } } class B : A { }", "A B")]
    [InlineData("namespace Other { interface IJob { } class A : IJob { } } interface IJob { } class B : global::IJob { }", "B")]
    [InlineData("interface IJob { } class Base<T> : IJob { } class A : Base<int> { }", "A Base")]
    [InlineData("interface IJob { } record A(int Id) : IJob; record B(int Id) : A(Id);", "A B")]
    [InlineData("interface IJob { } class A : IJob { }\n#if NEVER\nclass B : IJob { }\n#endif", "A")]
    public void A_type_derives_from_what_its_base_list_leads_to(string code, string expected) => Assert.Equal(expected, Below("IJob", code));

    [Theory]
    [InlineData("using Work = Jobs.IJob; class A : Work { }", "A")]
    [InlineData("using Work = Jobs.IJob; class A : Work { } class B : A { }", "A B")]
    public void An_alias_is_seen_through(string code, string expected) => Assert.Equal(expected, Below("Jobs.IJob", code + " namespace Jobs { interface IJob { } }"));
}
