using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether a chosen exception means that something outside of the program failed.</summary>
internal static class OutsideFailures
{
    public static bool Are(ITypeSymbol? type, Known known)
    {
        if (type is null || !ExitCodes.IsException(type)) return false;
        return FailureTypes.Outside.Any(name => Types.Is(type, known.Type(name)))
            || Types.Is(type, known.Type(FailureTypes.InputOutput)) && !FailureTypes.NotThere.Any(name => Types.Is(type, known.Type(name)));
    }
}
