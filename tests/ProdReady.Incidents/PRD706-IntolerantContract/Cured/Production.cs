using System.Text.Json;
using System.Text.Json.Serialization;

// The types of version N, as they run in production: readers went first.
namespace Production;

public record Parcel
{
    public ParcelState State { get; init; }
}

[JsonConverter(typeof(ParcelStateReader))]
public enum ParcelState
{
    Packed,
    Sent,
    Unknown = 99,
}

public sealed class ParcelStateReader : JsonConverter<ParcelState>
{
    public override ParcelState Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        Enum.TryParse<ParcelState>(reader.GetString(), out var state) ? state : ParcelState.Unknown;

    public override void Write(Utf8JsonWriter writer, ParcelState value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

[JsonPolymorphic(IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(CardPayment), "card")]
public record Payment
{
    public int Amount { get; init; }
}

public record CardPayment : Payment
{
    public string? Holder { get; init; }
}
