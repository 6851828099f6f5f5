using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop;

public record Parcel
{
    public const ParcelState Newest = ParcelState.Returned;

    public ParcelState State { get; init; }
}

[JsonConverter(typeof(ParcelStateReader))]
public enum ParcelState
{
    Packed,
    Sent,
    Returned,
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
[JsonDerivedType(typeof(VoucherPayment), "voucher")]
public record Payment
{
    public int Amount { get; init; }

    public static Payment Newest() => new VoucherPayment { Amount = 20, Code = "SPRING" };
}

public record CardPayment : Payment
{
    public string? Holder { get; init; }
}

public record VoucherPayment : Payment
{
    public string? Code { get; init; }
}
