namespace ProdReady.Facts;

/// <summary>Programs that are started, and what they print.</summary>
internal static class ProcessApis
{
    /// <summary>Read what a tool prints.</summary>
    public static readonly Api[] Read =
    [
        new("System.IO.TextReader", "ReadToEnd", "ReadToEndAsync", "ReadLine", "ReadLineAsync"),
        new("System.IO.StreamReader", "ReadToEnd", "ReadToEndAsync", "ReadLine", "ReadLineAsync"),
        new("System.IO.Stream", "CopyTo", "CopyToAsync"),
    ];
}
