using Microsoft.CodeAnalysis;

namespace ProdReady.Facts;

/// <summary>A line of a file of the user that is not understood, and what to do about it.</summary>
internal sealed record MisunderstoodLine(Location Where, string Text, string Advice);
