using System.Collections.Concurrent;

namespace ProdReady.Engine;

/// <summary>Answers that are found once. The last is at hand: rule after rule asks the same of one operation after the other, and a look into a table is dear there.</summary>
internal sealed class KeptAnswers<TKey>(IEqualityComparer<TKey> comparer, Func<TKey, bool> find)
    where TKey : class
{
    private readonly ConcurrentDictionary<TKey, bool> _answers = new(comparer);
    private volatile Answered? _last;

    public bool Of(TKey asked)
    {
        if (_last is { } last && ReferenceEquals(last.Key, asked)) return last.Answer;
        var answer = _answers.GetOrAdd(asked, find);
        _last = new(asked, answer);
        return answer;
    }

    private sealed record Answered(TKey Key, bool Answer);
}
