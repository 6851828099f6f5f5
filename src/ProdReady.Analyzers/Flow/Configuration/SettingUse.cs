using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>What becomes of a setting that is not there.</summary>
/// <param name="Fate">The way it goes.</param>
/// <param name="By">What needs it, or takes its place.</param>
internal sealed record SettingUse(SettingFate Fate, SyntaxNode By);

/// <summary>What becomes of a setting that is not there.</summary>
internal enum SettingFate
{
    /// <summary>Something needs it.</summary>
    Needed,
    /// <summary>The code says, by a <c>!</c>, that it is there.</summary>
    Claimed,
    /// <summary>Something needs it, and gets an empty text instead.</summary>
    Emptied,
    /// <summary>A number that is not there is 0.</summary>
    Zero,
    /// <summary>An object without what it has to have, or an address of this machine, takes its place.</summary>
    Replaced,
    /// <summary>What cannot be read as a number is 0.</summary>
    Unparsed,
    /// <summary>A check that an empty text passes.</summary>
    CheckedForNull,
}
