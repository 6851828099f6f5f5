namespace ProdReady.Engine;

/// <summary>Which names are looked for, and by whom. Never changed: who adds to it makes another, and only that which a body is asked with is written out.</summary>
internal sealed class CalledNames
{
    public static readonly CalledNames None = new([]);

    private static readonly int[] Nobody = [];

    private readonly string[][] _lists;
    private readonly Lazy<Dictionary<string, int[]>> _numbers;
    private readonly Lazy<NameMarks> _marks;

    private CalledNames(string[][] lists)
    {
        _lists = lists;
        _marks = new(() => new(lists.SelectMany(names => names)));
        _numbers = new(() => lists.SelectMany((names, number) => names.Select(name => (name, number))).GroupBy(pair => pair.name, pair => pair.number).ToDictionary(same => same.Key, same => same.ToArray()));
    }

    public int Count => _lists.Length;

    /// <summary>Those who look for calls of such a name. Of most calls there are nobody does.</summary>
    public int[] Of(string name) => _marks.Value.MayHave(name) && _numbers.Value.TryGetValue(name, out var numbers) ? numbers : Nobody;

    public int? Find(string[] names)
    {
        // As an extension of the array it would be that of spans, whose assembly not every host has.
        var found = Array.FindIndex(_lists, list => Enumerable.SequenceEqual(list, names));
        return found < 0 ? null : found;
    }

    public CalledNames With(string[] names) => new(_lists.Append(names).ToArray());
}
