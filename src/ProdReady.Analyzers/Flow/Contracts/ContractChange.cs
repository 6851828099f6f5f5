using Microsoft.CodeAnalysis;
using ProdReady.Configuration;

namespace ProdReady.Flow;

/// <summary>What a change does while the shipped version and this one run side by side.</summary>
internal enum ContractBreak
{
    /// <summary>Nothing that can be proven; it only has to be recorded.</summary>
    None,
    /// <summary>Reading fails without a member that the shipped version does not write.</summary>
    Required,
    /// <summary>Something that the shipped version writes and reads is no longer there.</summary>
    Gone,
    /// <summary>It is written in another way.</summary>
    Retyped,
    /// <summary>The same value of an enum has another number.</summary>
    Renumbered,
    /// <summary>The shipped version does not know the name of a value.</summary>
    NewName,
    /// <summary>The shipped version does not know the discriminator of a derived type.</summary>
    NewDerived,
    /// <summary>The shipped version rejects a member that it does not know.</summary>
    Rejected,
}

/// <summary>A difference between a contract and its baseline.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Where">The symbol that it is shown at.</param>
/// <param name="Before">The line of the baseline; null for what is new.</param>
/// <param name="Now">The line as it is now; null for what is gone.</param>
internal sealed record ContractChange(ContractBreak Kind, ISymbol Where, ContractLine? Before, ContractLine? Now);
