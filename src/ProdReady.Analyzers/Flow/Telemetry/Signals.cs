using System.Text.RegularExpressions;
using ProdReady.Engine;

namespace ProdReady.Flow;

/// <summary>What a host does with one kind of what the application measures: metrics, or traces.</summary>
/// <param name="AreSetUp">Whether somebody sends them on.</param>
/// <param name="Names">The names that are listened to, with blanks between; null where some cannot be seen.</param>
internal sealed record Signals(Answer AreSetUp, string? Names)
{
    public static readonly Signals None = new(Answer.No, "");

    public static readonly Signals Unknown = new(Answer.Unknown, null);

    /// <summary>Whether nobody listens to a meter or source of this name, though others are sent on; unknown is no.</summary>
    public bool Miss(string name) => AreSetUp == Answer.Yes && Names is not null && !Names.Split(' ').Any(listened => Covers(listened, name));

    /// <summary>Whether a name that is listened to is this one: a star stands for anything, a question mark for a letter, and case does not matter.</summary>
    public static bool Covers(string listened, string name) =>
        Regex.IsMatch(name, "^" + Regex.Escape(listened).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Of two parts of a host.</summary>
    public Signals And(Signals other) => new(
        AreSetUp > other.AreSetUp ? AreSetUp : other.AreSetUp,
        Names is null || other.Names is null ? null : Joined(Names.Split(' ').Concat(other.Names.Split(' '))));

    public static string Joined(IEnumerable<string> names) => string.Join(" ", names.Where(name => name.Length > 0).Distinct().OrderBy(name => name, StringComparer.Ordinal));
}
