using System.Globalization;

namespace OrderService;

public sealed record Order(int Id, decimal Amount)
{
    /// <summary>Reads "42;19.90".</summary>
    public static Order Read(string line)
    {
        var parts = line.Split(';');
        return new Order(int.Parse(parts[0], CultureInfo.InvariantCulture), decimal.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
