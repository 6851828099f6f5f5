using System.Text.RegularExpressions;

namespace ProdReady.Configuration;

/// <summary>What a line of a baseline speaks of.</summary>
internal enum ContractPart
{
    /// <summary><c>Shop.Order</c>, and what its readers do with what they do not know.</summary>
    Type,
    /// <summary><c>Shop.Order.Id -> int required</c></summary>
    Member,
    /// <summary><c>Shop.Status.Paid = 1</c></summary>
    Number,
    /// <summary><c>Shop.Payment : "card" -> Shop.CardPayment</c></summary>
    Derived,
}

/// <summary>One line of a baseline of contracts: a type, or something of it.</summary>
internal sealed record ContractLine(ContractPart Part, string Type, string Name = "", string Value = "", bool IsRequired = false)
{
    /// <summary>Readers reject a member that they do not know.</summary>
    public const string Strict = "strict";
    /// <summary>Readers take a discriminator that they do not know for the base type.</summary>
    public const string Tolerant = "tolerant";
    /// <summary>The values of an enum are written by their names.</summary>
    public const string ByName = "by name";
    /// <summary>A converter of its own decides what is written.</summary>
    public const string Converted = "converted";
    /// <summary>Stands between the type of a member and its converter.</summary>
    public const string Via = " via ";

    private const string TypeName = @"(?<type>@?\w[\w.@]*(?:<[\w, ]+>[\w.@]*)*)";

    private static readonly Regex TypeForm = new($"^{TypeName}(?<value>(?: (?:{Strict}|{Tolerant}|{ByName}|{Converted}))*)$");
    private static readonly Regex MemberForm = new($@"^{TypeName}\.(?<name>[\w$@-]+|""[^""]+"") -> (?<value>\S.*?)(?<required> required)?$");
    private static readonly Regex NumberForm = new($@"^{TypeName}\.(?<name>\w+|""[^""]+"") = (?<value>-?\d+)$");
    private static readonly Regex DerivedForm = new($@"^{TypeName} : (?<name>""[^""]*""|-?\d+) -> (?<value>\w[\w.@<>, ]*)$");

    /// <summary>The line as it stands in a file.</summary>
    public string Text => Part switch
    {
        ContractPart.Type => Value.Length == 0 ? Type : Type + " " + Value,
        ContractPart.Member => $"{Type}.{Quoted} -> {Value}{(IsRequired ? " required" : "")}",
        ContractPart.Number => $"{Type}.{Quoted} = {Value}",
        _ => $"{Type} : {Name} -> {Value}",
    };

    /// <summary>
    /// What both versions call it. Readers are told at run time whether they look at case, and how names are put together, so <c>OrderTotal</c> and <c>order_total</c> are the same.
    /// </summary>
    public string Key => Part switch
    {
        ContractPart.Member => new string(Name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray()),
        _ => Name,
    };

    private string Quoted => Name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$' or '@' or '-') ? Name : $"\"{Name}\"";

    public bool Says(string trait) => Part == ContractPart.Type && (" " + Value + " ").Contains(" " + trait + " ");

    /// <summary>The line of a text; null when it is none.</summary>
    public static ContractLine? Parse(string text)
    {
        if (MemberForm.Match(text) is { Success: true } member) return new(ContractPart.Member, Of(member, "type"), Of(member, "name").Trim('"'), Of(member, "value"), member.Groups["required"].Success);
        if (NumberForm.Match(text) is { Success: true } number) return new(ContractPart.Number, Of(number, "type"), Of(number, "name").Trim('"'), Of(number, "value"));
        if (DerivedForm.Match(text) is { Success: true } derived) return new(ContractPart.Derived, Of(derived, "type"), Of(derived, "name"), Of(derived, "value"));
        return TypeForm.Match(text) is { Success: true } type ? new(ContractPart.Type, Of(type, "type"), "", Of(type, "value").Trim()) : null;
    }

    private static string Of(Match match, string group) => match.Groups[group].Value;
}
