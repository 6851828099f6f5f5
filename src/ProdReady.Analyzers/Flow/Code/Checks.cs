using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>Methods that check what they are given, by their names: of the framework, of libraries, of the user. Names decide here only towards silence.</summary>
internal static class Checks
{
    private static readonly string[] Words = ["IsNull", "ThrowIf", "Require", "Ensure", "Guard", "Check", "Assert", "Validate", "Verify", "NotNull", "NotEmpty", "NullOr", "HasValue", "TryParse", "TryCreate"];

    public static bool Are(IMethodSymbol method) =>
        Words.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal)) || method.ContainingType is { Name: "Guard" or "Ensure" or "Check" or "Throw" };
}
