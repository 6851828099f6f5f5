using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service;

/// <summary>A corner of the service: an entity with everything around it, from the controller down to the table.</summary>
internal sealed record Area(string Family, string Noun, IReadOnlyList<Field> Fields, Random Dice)
{
    private static readonly string[] Families =
        ["Customer", "Supplier", "Warehouse", "Payment", "Shipping", "Refund", "Contract", "Campaign", "Loyalty", "Fleet", "Catalog", "Pricing", "Payroll", "Audit"];

    private static readonly string[] Nouns =
        ["Order", "Invoice", "Ticket", "Batch", "Entry", "Schedule", "Leg", "Offer", "Rating", "Claim", "Notice", "Policy",
        "Deposit", "Voucher", "Receipt", "Quote", "Route", "Permit", "Survey", "Forecast", "Budget", "Letter"];

    public string Name => Family + Noun;

    public string Variable => char.ToLowerInvariant(Name[0]) + Name[1..];

    public string Namespace => "Shop." + Family;

    public string Table => Family.ToLowerInvariant() + "_" + Noun.ToLowerInvariant();

    public SourceFile File(string kind, string text) => new($"{Family}/{Name}{kind}.cs", text.ReplaceLineEndings("\n") + "\n");

    /// <summary>Every area there can be, in the same order each time.</summary>
    public static IEnumerable<Area> All(Random dice) =>
        from noun in Nouns
        from family in Families
        select new Area(family, noun, Field.Some(dice), dice);
}
