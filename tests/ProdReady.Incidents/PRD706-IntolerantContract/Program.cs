using System.Text.Json;

// The queue of a rolling update: both versions write into it, and both read from it.
var failed = 0;

// A message that version N wrote before it was stopped: it has no region.
Read<Shop.OrderPlaced>("N+1", "a message of N", """{"Id":17}""");

// A message of version N+2, which comes next and writes one member more.
Read<Shop.OrderPlaced>("N+1", "a message of N+2", """{"Id":18,"Region":"EU","Coupon":"SPRING"}""");

// What version N+1 writes while instances of version N still read.
Read<Production.Parcel>("N", "a state of N+1", JsonSerializer.Serialize(new Shop.Parcel { State = Shop.Parcel.Newest }));
Read<Production.Payment>("N", "a payment of N+1", JsonSerializer.Serialize(Shop.Payment.Newest()));

Console.WriteLine($"{failed} of 4 messages are in the error queue");

void Read<T>(string version, string what, string message)
{
    try
    {
        var read = JsonSerializer.Deserialize<T>(message, Shop.Reader.Options);
        Console.WriteLine($"Version {version} has read {what}: {read}");
    }
    catch (JsonException failure)
    {
        failed++;
        Console.WriteLine($"Version {version} cannot read {what}: {failure.Message}");
    }
}
