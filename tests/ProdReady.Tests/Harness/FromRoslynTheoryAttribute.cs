using Microsoft.CodeAnalysis;

namespace ProdReady.Tests.Harness;

/// <summary>A theory whose snippets are written in a C# that older compilers cannot parse.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FromRoslynTheoryAttribute : TheoryAttribute
{
    public FromRoslynTheoryAttribute(int major, int minor)
    {
        if (typeof(Compilation).Assembly.GetName().Version! < new Version(major, minor)) Skip = $"The snippets need the C# of Roslyn {major}.{minor}";
    }
}
