using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop;

public record OrderPlaced
{
    public int Id { get; init; }

    public required string Region { get; init; }
}

public static class Reader
{
    public static JsonSerializerOptions Options { get; } = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
}
