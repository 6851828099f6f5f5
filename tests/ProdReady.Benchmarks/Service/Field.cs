namespace ProdReady.Benchmarks.Service;

/// <summary>A property of an entity. <paramref name="Read"/> reads its column from a <c>DbDataReader</c>.</summary>
internal sealed record Field(string Name, string Type, string Read)
{
    private static readonly Field[] Always =
    [
        new("Reference", "string", "GetString"),
        new("Amount", "decimal", "GetDecimal"),
        new("Quantity", "int", "GetInt32"),
        new("DueAt", "DateTime", "GetDateTime"),
    ];

    private static readonly Field[] Sometimes =
    [
        new("Title", "string", "GetString"),
        new("Currency", "string", "GetString"),
        new("Channel", "string", "GetString"),
        new("Country", "string", "GetString"),
        new("Tax", "decimal", "GetDecimal"),
        new("Discount", "decimal", "GetDecimal"),
        new("Priority", "int", "GetInt32"),
        new("Attempts", "int", "GetInt32"),
        new("Weight", "double", "GetDouble"),
        new("IsUrgent", "bool", "GetBoolean"),
        new("IsArchived", "bool", "GetBoolean"),
        new("OwnerId", "Guid", "GetGuid"),
        new("CreatedAt", "DateTime", "GetDateTime"),
    ];

    public string Parameter => char.ToLowerInvariant(Name[0]) + Name[1..];

    public static IReadOnlyList<Field> Some(Random dice) => [.. Always, .. Sometimes.Where(_ => dice.Chance(40))];
}
