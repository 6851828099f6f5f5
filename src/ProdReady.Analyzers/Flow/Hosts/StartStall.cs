using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>A place at which the start of a hosted type, and with it that of the host, stands still.</summary>
/// <param name="Where">What stands still: a loop, a call, a task that is awaited.</param>
/// <param name="Kind">For how long.</param>
/// <param name="Step">The method that the host waits for.</param>
/// <param name="Calls">The calls that lead there, the outermost first; those of endless work only.</param>
internal sealed record StartStall(IOperation Where, StartLength Kind, IMethodSymbol Step, ImmutableArray<Callee> Calls)
{
    /// <summary>The place in the step's own code.</summary>
    public IOperation Place => Calls.IsEmpty ? Where : Calls[0].Site;
}

/// <summary>How long a start stands still.</summary>
internal enum StartLength
{
    /// <summary>It is the work of the service, which goes on until somebody stops it.</summary>
    Endless,
    /// <summary>Until something outside happens, and whoever stops the host meanwhile is not heard.</summary>
    Unbounded,
    /// <summary>For a time that is written in the code.</summary>
    Delayed,
}
