namespace ProdReady.Site;

/// <summary>A link as its page has it, and the file of the repository that it means.</summary>
public sealed record Link(string Text, string Target, string Anchor)
{
    /// <summary>Whether it leaves the repository.</summary>
    public bool IsElsewhere => Target.Contains("://", StringComparison.Ordinal) || Target.StartsWith("mailto:", StringComparison.Ordinal);

    /// <summary>Reads <paramref name="text"/> as it stands in <paramref name="source"/>.</summary>
    public static Link Of(string source, string text)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.StartsWith("mailto:", StringComparison.Ordinal)) return new Link(text, text, "");

        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var path = hash < 0 ? text : text[..hash];
        var target = path.Length == 0 ? source : new Uri(new Uri("repository:/" + source), path).AbsolutePath.Trim('/');
        return new Link(text, target, hash < 0 ? "" : text[(hash + 1)..]);
    }
}
