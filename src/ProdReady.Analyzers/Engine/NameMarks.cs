namespace ProdReady.Engine;

/// <summary>
/// Which names some are not, told by their length and three of their letters: the question before a table of names, for those who are asked of nearly every call there is.
/// </summary>
internal sealed class NameMarks
{
    private const int Count = 1024;

    private readonly ulong[] _marks = new ulong[Count / 64];

    public NameMarks(IEnumerable<string> names)
    {
        foreach (var name in names) _marks[Mark(name) / 64] |= 1UL << (Mark(name) % 64);
    }

    /// <summary>Whether the name may be one of them; one that is none of them may be taken for one.</summary>
    public bool MayHave(string name) => (_marks[Mark(name) / 64] & 1UL << (Mark(name) % 64)) != 0;

    // What does not bind may have no name at all.
    private static int Mark(string name) => name.Length == 0 ? 0 : (name.Length * 5 + name[0] * 31 + name[name.Length / 2] * 7 + name[name.Length - 1]) % Count;
}
