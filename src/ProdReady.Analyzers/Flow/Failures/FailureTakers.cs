using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Objects that are made to be told of a failure, so that whoever waits for them hears of it: the source of a task, an observer, the writer of a channel.</summary>
internal static class FailureTakers
{
    private static readonly string[] Words = ["Fault", "Fail", "Exception"];

    /// <summary>First words of methods that only write a failure down.</summary>
    private static readonly string[] Writing = ["Log", "Write", "Track", "Print", "Trace", "Format"];

    private static readonly string[] Names = ["OnError", "Complete", "TryComplete"];

    /// <summary>Whether the call is given such an object; what it is called on does not count.</summary>
    public static bool AreGivenTo(IInvocationOperation call) =>
        call.Arguments.Any(argument =>
            !(argument.Parameter?.Ordinal == 0 && call.TargetMethod.IsExtensionMethod)
            && argument.Value.Bare().Type is { } type && IsOne(type));

    /// <summary>Whether the method takes an exception and nothing else, and by its name does not only write it down.</summary>
    public static bool IsTold(IMethodSymbol method) =>
        method.Parameters is { Length: 1 } given && given[0].Type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
        && (Names.Contains(method.Name) || Words.Any(method.Name.Contains) && !Writing.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal)));

    private static bool IsOne(ITypeSymbol type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (Has(ancestor)) return true;
        }

        return type.AllInterfaces.Any(Has);
    }

    private static bool Has(ITypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public } method && IsTold(method)) return true;
        }

        return false;
    }
}
