using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>A wait in stop code that nothing ends but what it waits for.</summary>
/// <param name="Where">The await, the call or the loop.</param>
/// <param name="Subject">What is waited for, as it is written.</param>
/// <param name="For">What it is.</param>
/// <param name="MayBeStuck">Whether it is seen that it may not come: what is waited for waits itself without being told to end.</param>
internal sealed record StopStall(IOperation Where, IOperation Subject, WaitsFor For, bool MayBeStuck);
