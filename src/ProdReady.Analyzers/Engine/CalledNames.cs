namespace ProdReady.Engine;

/// <summary>Which names are looked for, and by whom. Never changed: who adds to it makes another, and only that which a body is asked with is written out.</summary>
internal sealed class CalledNames
{
    public static readonly CalledNames None = new([]);

    private const int Marks = 1024;

    private static readonly int[] Nobody = [];

    private readonly string[][] _lists;
    private readonly Lazy<Dictionary<string, int[]>> _numbers;
    private readonly ulong[] _marks = new ulong[Marks / 64];

    private CalledNames(string[][] lists)
    {
        _lists = lists;
        foreach (var name in lists.SelectMany(names => names)) _marks[Mark(name) / 64] |= 1UL << (Mark(name) % 64);
        _numbers = new(() => lists.SelectMany((names, number) => names.Select(name => (name, number))).GroupBy(pair => pair.name, pair => pair.number).ToDictionary(same => same.Key, same => same.ToArray()));
    }

    public int Count => _lists.Length;

    /// <summary>Those who look for calls of such a name. Asked of each call there is: its length and three of its letters tell of most that nobody does.</summary>
    public int[] Of(string name) => IsMarked(name) && _numbers.Value.TryGetValue(name, out var numbers) ? numbers : Nobody;

    public int? Find(string[] names)
    {
        // As an extension of the array it would be that of spans, whose assembly not every host has.
        var found = Array.FindIndex(_lists, list => Enumerable.SequenceEqual(list, names));
        return found < 0 ? null : found;
    }

    private bool IsMarked(string name) => (_marks[Mark(name) / 64] & 1UL << (Mark(name) % 64)) != 0;

    private static int Mark(string name) => name.Length == 0 ? 0 : (name.Length * 5 + name[0] * 31 + name[name.Length / 2] * 7 + name[name.Length - 1]) % Marks;

    public CalledNames With(string[] names) => new(_lists.Append(names).ToArray());
}
