using Microsoft.CodeAnalysis;

namespace ProdReady.Tests.Harness;

/// <summary>A fact whose snippet is written in a C# that older compilers cannot parse.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FromRoslynAttribute : FactAttribute
{
    public FromRoslynAttribute(int major, int minor)
    {
        if (typeof(Compilation).Assembly.GetName().Version! < new Version(major, minor)) Skip = $"The snippet needs the C# of Roslyn {major}.{minor}";
    }
}
