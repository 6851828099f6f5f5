namespace ProdReady.Engine;

/// <summary>Tells a reason from what editors and people write in place of one.</summary>
internal static class Reasons
{
    private static readonly string[] Placeholders = ["pending", "todo", "tbd", "fixme", "justification"];

    public static bool IsGiven(string? text) =>
        text is not null && text.Any(char.IsLetter) && !Placeholders.Contains(text.Trim().Trim('<', '>', '.', ':', ' ').ToLowerInvariant());
}
