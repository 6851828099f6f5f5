using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>A piece of a hosted type's code that runs in a phase of the host: a method, a lambda that somebody is handed, the value a field begins with.</summary>
/// <param name="Phase">When it runs.</param>
/// <param name="Entry">The member by which the host comes in.</param>
/// <param name="Function">The method itself; null when it has none of its own.</param>
/// <param name="Code">What runs; lambdas in it that are handed over are parts of their own.</param>
/// <param name="IsBeside">Whether nothing waits for it where it is begun.</param>
internal sealed record HostedPart(HostedPhase Phase, ISymbol Entry, IMethodSymbol? Function, IOperation Code, bool IsBeside);
