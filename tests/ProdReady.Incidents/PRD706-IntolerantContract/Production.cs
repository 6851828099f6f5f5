using System.Text.Json.Serialization;

// The types of version N, as they run in production.
namespace Production;

public record Parcel
{
    public ParcelState State { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ParcelState>))]
public enum ParcelState
{
    Packed,
    Sent,
}

[JsonDerivedType(typeof(CardPayment), "card")]
public record Payment
{
    public int Amount { get; init; }
}

public record CardPayment : Payment
{
    public string? Holder { get; init; }
}
