namespace ProdReady.Flow;

/// <summary>What may be true of a lock at a place. Several may, on different paths.</summary>
[Flags]
internal enum LockStatus
{
    /// <summary>No path leads here.</summary>
    None = 0,
    /// <summary>Nothing was done with it since the function began.</summary>
    Untouched = 1,
    /// <summary>It was taken.</summary>
    Held = 2,
    /// <summary>Taking it failed: the time was up, or it was cancelled.</summary>
    Missed = 4,
    /// <summary>It was given back.</summary>
    Released = 8,
    /// <summary>It was tried, and nobody has looked at the result yet.</summary>
    Tried = 16,
}

/// <summary>What may be true of each of a function's locks at one place; a lock is a bit. The locks do not depend on each other.</summary>
internal readonly struct LockState(ulong untouched, ulong held, ulong missed, ulong released, ulong tried) : IEquatable<LockState>
{
    private readonly ulong _untouched = untouched;
    private readonly ulong _held = held;
    private readonly ulong _missed = missed;
    private readonly ulong _released = released;
    private readonly ulong _tried = tried;

    /// <summary>How many locks a state has room for.</summary>
    public const int Most = 64;

    /// <summary>The statuses, one by one.</summary>
    public static readonly LockStatus[] Each = [LockStatus.Untouched, LockStatus.Held, LockStatus.Missed, LockStatus.Released, LockStatus.Tried];

    /// <summary>All locks have one status.</summary>
    public static LockState All(LockStatus status) => new(
        status == LockStatus.Untouched ? ulong.MaxValue : 0,
        status == LockStatus.Held ? ulong.MaxValue : 0,
        status == LockStatus.Missed ? ulong.MaxValue : 0,
        status == LockStatus.Released ? ulong.MaxValue : 0,
        status == LockStatus.Tried ? ulong.MaxValue : 0);

    /// <summary>The locks that may be held.</summary>
    public ulong Held => _held;

    /// <summary>What may be true of one lock.</summary>
    public LockStatus this[int index]
    {
        get
        {
            var bit = 1UL << index;
            return ((_untouched & bit) != 0 ? LockStatus.Untouched : 0)
                | ((_held & bit) != 0 ? LockStatus.Held : 0)
                | ((_missed & bit) != 0 ? LockStatus.Missed : 0)
                | ((_released & bit) != 0 ? LockStatus.Released : 0)
                | ((_tried & bit) != 0 ? LockStatus.Tried : 0);
        }
    }

    /// <summary>The locks that may have a status.</summary>
    public ulong In(LockStatus status) => status switch
    {
        LockStatus.Untouched => _untouched,
        LockStatus.Held => _held,
        LockStatus.Missed => _missed,
        LockStatus.Released => _released,
        _ => _tried,
    };

    /// <summary>The same, but for one lock, of which this is true now.</summary>
    public LockState With(int index, LockStatus status)
    {
        var bit = 1UL << index;
        return new LockState(
            Set(_untouched, LockStatus.Untouched), Set(_held, LockStatus.Held), Set(_missed, LockStatus.Missed), Set(_released, LockStatus.Released), Set(_tried, LockStatus.Tried));

        ulong Set(ulong locks, LockStatus which) => (status & which) != 0 ? locks | bit : locks & ~bit;
    }

    /// <summary>Only what is said of these locks.</summary>
    public LockState Of(ulong locks) => new(_untouched & locks, _held & locks, _missed & locks, _released & locks, _tried & locks);

    /// <summary>What may be true where two paths meet.</summary>
    public LockState Or(LockState other) =>
        new(_untouched | other._untouched, _held | other._held, _missed | other._missed, _released | other._released, _tried | other._tried);

    public bool Equals(LockState other) =>
        _untouched == other._untouched && _held == other._held && _missed == other._missed && _released == other._released && _tried == other._tried;

    public override bool Equals(object? obj) => obj is LockState other && Equals(other);

    public override int GetHashCode() => unchecked((int)((((_untouched * 31) + _held) * 31) + _missed + _released + _tried));
}
