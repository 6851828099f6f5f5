using System.Text.Json.Serialization;

namespace Shop;

public record Parcel
{
    public const ParcelState Newest = ParcelState.Returned;

    public ParcelState State { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<ParcelState>))]
public enum ParcelState
{
    Packed,
    Sent,
    Returned,
}

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
