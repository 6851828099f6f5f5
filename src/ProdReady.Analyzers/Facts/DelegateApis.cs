namespace ProdReady.Facts;

/// <summary>What becomes of a delegate that is handed over.</summary>
internal static class DelegateApis
{
    /// <summary>Call it before they return, or when their caller reads what they return.</summary>
    public static readonly Api[] RunInPlace =
    [
        new("System.Linq.Enumerable",
            "Aggregate", "All", "Any", "Average", "Count", "First", "FirstOrDefault", "GroupBy", "Last", "LastOrDefault", "Max", "Min", "OrderBy", "OrderByDescending",
            "Select", "SelectMany", "Single", "SingleOrDefault", "SkipWhile", "Sum", "TakeWhile", "ThenBy", "ThenByDescending", "ToDictionary", "ToLookup", "Where", "Zip"),
        new("System.Threading.Tasks.Parallel", "For", "ForEach", "Invoke"),
        new("System.Array", "ForEach", "ConvertAll"),
        new("System.Collections.Generic.List`1", "ForEach", "ConvertAll", "RemoveAll"),
        new("System.Collections.Concurrent.ConcurrentDictionary`2", "GetOrAdd", "AddOrUpdate"),
        new("Microsoft.Extensions.Caching.Memory.CacheExtensions", "GetOrCreate"),
    ];
}
