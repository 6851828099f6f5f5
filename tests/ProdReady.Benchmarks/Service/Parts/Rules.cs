using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>Plain business code without a catch: the bulk of any service.</summary>
internal static class Rules
{
    public static SourceFile Of(Area area) => area.File("Rules", $$"""
        using System.Text;

        namespace {{area.Namespace}};

        public static class {{area.Name}}Rules
        {
            {{Enumerable.Range(1, area.Dice.Next(4, 9)).Select(number => One(area, number)).Lines("\n\n").In(4)}}
        }
        """);

    private static string One(Area area, int number)
    {
        var (dice, name, x) = (area.Dice, area.Name, area.Variable);
        var limit = dice.Next(2, 900);
        return dice.Next(6) switch
        {
            0 => $$"""
                public static decimal Weigh{{number}}({{name}} {{x}})
                {
                    ArgumentNullException.ThrowIfNull({{x}});
                    var weight = {{x}}.Amount * {{dice.Next(1, 9)}}m;
                    if ({{x}}.Quantity > {{limit}})
                    {
                        weight += {{x}}.Quantity / 2m;
                    }
                    else if ({{x}}.Reference.StartsWith("{{(char)('A' + dice.Next(26))}}", StringComparison.Ordinal))
                    {
                        weight -= Math.Min(weight, {{limit}}m);
                    }

                    for (var day = {{x}}.DueAt.Date; day < DateTime.UtcNow.Date; day = day.AddDays({{dice.Next(1, 8)}}))
                    {
                        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) continue;
                        weight *= 1.01m;
                    }

                    return decimal.Round(weight, 2);
                }
                """,
            1 => $$"""
                public static string Grade{{number}}({{name}} {{x}}) => {{x}}.Status switch
                {
                    {{name}}Status.Draft when {{x}}.Amount > {{limit}}m => "check",
                    {{name}}Status.Draft or {{name}}Status.Open => {{x}}.Quantity > {{dice.Next(9)}} ? "bulk" : "single",
                    {{name}}Status.Waiting => "wait-" + {{x}}.DueAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    {{name}}Status.Closed => "done",
                    _ => "none",
                };
                """,
            2 => $$"""
                public static IReadOnlyDictionary<string, decimal> Totals{{number}}(IEnumerable<{{name}}> all)
                {
                    return all
                        .Where({{x}} => {{x}}.Status != {{name}}Status.Rejected && {{x}}.Amount > {{limit}}m)
                        .GroupBy({{x}} => {{x}}.Reference.Length > 3 ? {{x}}.Reference.Substring(0, 3) : {{x}}.Reference)
                        .OrderByDescending(group => group.Count())
                        .Take({{dice.Next(5, 50)}})
                        .ToDictionary(group => group.Key, group => group.Sum({{x}} => {{x}}.Amount * {{x}}.Quantity), StringComparer.Ordinal);
                }
                """,
            3 => $$"""
                public static string Render{{number}}(IReadOnlyList<{{name}}> all, bool totals)
                {
                    var text = new StringBuilder();
                    text.Append("Report ").AppendLine(DateTime.UtcNow.ToString("O"));
                    foreach (var {{x}} in all)
                    {
                        text.Append({{x}}.Reference.PadRight({{dice.Next(8, 30)}}));
                        {{area.Fields.Where(field => dice.Chance(60)).Select(field => $"text.Append({x}.{field.Name}).Append(';');").Lines().In(8)}}
                        text.AppendLine();
                    }

                    if (totals) text.AppendLine($"Total {all.Sum({{x}} => {{x}}.Amount):N2} in {all.Count} lines");
                    return text.ToString();
                }
                """,
            4 => $$"""
                public static bool Accepts{{number}}({{name}} {{x}}, out string? reason)
                {
                    reason = null;
                    if (string.IsNullOrWhiteSpace({{x}}.Reference)) reason = "no reference";
                    else if ({{x}}.Reference.Length > {{dice.Next(10, 40)}}) reason = "reference too long";
                    else if ({{x}}.Amount is < 0 or > {{limit * 1000}}m) reason = $"amount {{{x}}.Amount} out of range";
                    else if ({{x}}.Quantity <= 0) reason = nameof({{x}}.Quantity);
                    else if ({{x}}.DueAt < DateTime.UtcNow.AddYears(-{{dice.Next(1, 9)}})) reason = "too old";
                    return reason is null;
                }
                """,
            _ => $$"""
                public static IEnumerable<{{name}}> Merge{{number}}(IEnumerable<{{name}}> left, IEnumerable<{{name}}> right)
                {
                    var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                    var both = left.Concat(right).OrderBy({{x}} => {{x}}.DueAt).ThenBy({{x}} => {{x}}.Id).ToList();
                    for (var i = 0; i < both.Count; i++)
                    {
                        if (!seen.Add(both[i].Reference)) continue;
                        var twins = both.Skip(i + 1).Where(other => other.Reference == both[i].Reference).ToArray();
                        foreach (var twin in twins)
                        {
                            both[i].Amount += twin.Amount;
                            both[i].Quantity = Math.Max(both[i].Quantity, twin.Quantity);
                        }

                        yield return both[i];
                    }
                }
                """,
        };
    }
}
