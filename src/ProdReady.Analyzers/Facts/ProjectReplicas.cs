using System.Globalization;

namespace ProdReady.Facts;

/// <summary>How many instances of the application run at once, as its project says.</summary>
internal static class ProjectReplicas
{
    /// <summary>The property of the project.</summary>
    public const string Property = "ProdReadyReplicas";

    /// <summary>What it takes, as shown to the user.</summary>
    public const string Accepts = "a whole number from 1";

    /// <summary>Whether there is never more than one. Who does not say, or says what is not understood, may have several.</summary>
    public static bool AreOne(Known known) => known.Property(Property) is { } text && Read(text) == 1;

    public static bool Understands(string text) => Read(text) >= 1;

    private static int? Read(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
