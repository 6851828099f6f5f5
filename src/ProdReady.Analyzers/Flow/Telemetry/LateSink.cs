namespace ProdReady.Flow;

/// <summary>What keeps log entries for a while before it writes them.</summary>
/// <param name="Name">As it is written: <c>WriteTo.Async</c>.</param>
/// <param name="BySettings">Whether only the settings of whoever runs the program say so.</param>
internal sealed record LateSink(string Name, bool BySettings);
