namespace OrderService;

/// <summary>Who brings the parcels.</summary>
public sealed class Carrier(Uri address)
{
    public Uri TrackingOf(int order) => new(address, $"track/{order}");
}
