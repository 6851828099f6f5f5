using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Queues that a worker reads until it is told to stop, and what becomes of the items that are in there then.</summary>
internal sealed class WorkQueues(Known known)
{
    /// <summary>Items of which it does no harm to lose some: the next one says the same, or more.</summary>
    private static readonly string[] LossyWords = ["Telemetry", "Metric", "Log", "Trace", "Statistic", "Analytic", "Signal", "Refresh", "Invalidat", "Cache", "Heartbeat", "Progress", "Ping", "Wake", "Trigger", "Activity", "Notif", "Diagnostic"];

    private readonly QueueUses _uses = new(known);
    private readonly TokenKeys _keys = known.TokenKeys;
    private readonly BoundedChannels _bounded = new(known);
    private readonly QueueReading _reading = new(known);
    private readonly ApiSet _wait = known.Calls(QueueApis.WaitForItem);
    private readonly Lazy<string[]> _waitNames = new(() => [.. known.Names(QueueApis.WaitForItem)]);

    /// <summary>
    /// The wait for the next item that the call is, or is made for: <c>queue.DequeueAsync(stoppingToken)</c>. Null when it is none that the worker's token ends,
    /// and for a method of the worker, which is looked at itself.
    /// </summary>
    public IInvocationOperation? Wait(IInvocationOperation call, HostedType worker)
    {
        if (!IsGivenStop(call)) return null;
        if (_wait.Has(call.TargetMethod)) return call;
        return known.Implementations.Target(call.TargetMethod) is { DeclaringSyntaxReferences.IsEmpty: false } own && worker.PhaseOf(own) == HostedPhase.None && known.Bodies.Of(own) is { } body
            ? body.Executed().OfType<IInvocationOperation>().FirstOrDefault(inner => _wait.Has(inner.TargetMethod) && IsGivenStop(inner))
            : null;
    }

    /// <summary>Whether a piece of code may wait for an item. The cheap question that comes before looking at the whole type.</summary>
    public bool MayBeReadIn(IOperation code) => code.Descendants().Any(operation => operation is IInvocationOperation call && (_wait.Has(call.TargetMethod) || MayWait(call.TargetMethod)));

    private bool MayWait(IMethodSymbol method) =>
        known.Declares(method) && known.Implementations.Target(method) is { } target
        && target.DeclaringSyntaxReferences.Any(reference => SourceSearch.Mentions(reference, _waitNames.Value));

    /// <summary>Whether the token of the worker stops its reading with what is still in the queue.</summary>
    public bool StopsAtOnce(IInvocationOperation call, IInvocationOperation wait) =>
        _reading.StopsAtOnce(call, wait, [.. call.Arguments.Where(argument => _keys.IsToken(argument.Value.Type)).SelectMany(argument => _keys.Of(argument.Value))]);

    /// <summary>The call that puts an item in which is lost when the worker stops; null when there is none, when the rest is read all the same, or when nobody would miss it.</summary>
    public IInvocationOperation? LostAtStop(IInvocationOperation wait, HostedType worker)
    {
        if (QueueUses.Item(wait) is not { } item || IsUnimportant(wait, item, worker.Type)) return null;
        if (_uses.Of(QueueApis.Complete, item).Any() || _uses.Of(WorkerApis.MakeChannel, item).Any(_bounded.MayDrop)) return null;
        if (_uses.Of(QueueApis.TakeIfAny, item).Any(take => !IsPartOfTheReading(take)) || _uses.Of(QueueApis.WaitForItem, item).Any(other => !IsGivenStop(other))) return null;
        var puts = _uses.Of(QueueApis.Put, item).ToArray();
        // A worker that fills its own queue reads again at the next start what it did not get to.
        return puts.Any(put => (worker.PhaseAt(put.Syntax) & (HostedPhase.Start | HostedPhase.Work)) != 0) ? null : puts.FirstOrDefault();
    }

    /// <summary>Whether a queue that is completed is read with the token of this source, by the same type, and by nobody else to the end.</summary>
    public bool IsReadUntil(TokenKey source, IInvocationOperation complete, IInvocationOperation cancel)
    {
        if (QueueUses.Item(complete) is not { } item || cancel.EnclosingType() is not { } type || Holder(complete) is not { } queue) return false;
        var waits = _uses.Naming(QueueApis.WaitForItem, queue).Where(wait => SymbolEqualityComparer.Default.Equals(Holder(wait), queue)).ToArray();
        return waits.Length > 0
            && waits.All(wait => _reading.StopsAtOnce(wait, wait, [source]) && !IsUnimportant(wait, item, type))
            && _uses.Of(QueueApis.TakeIfAny, item).All(IsPartOfTheReading);
    }

    private static bool IsUnimportant(IInvocationOperation wait, ITypeSymbol item, INamedTypeSymbol reader) =>
        // A number or a name stands for something that is kept elsewhere.
        item.SpecialType != SpecialType.None || item is { Name: "Guid" } or { TypeKind: TypeKind.Enum or TypeKind.TypeParameter }
        || BoundedChannels.IsSignal(wait.TargetMethod.ContainingType)
        || IsAwaitedByItsSender(item)
        || new[] { item.Name, reader.Name, Holder(wait)?.Name ?? "" }.Any(name => LossyWords.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0));

    /// <summary>Whether the item has a way to tell who sent it that it is done.</summary>
    public static bool IsAwaitedByItsSender(ITypeSymbol item) =>
        item.TypeKind != TypeKind.Delegate && new[] { item, item.BaseType }.OfType<ITypeSymbol>().SelectMany(type => type.GetMembers()).Any(member => member switch
        {
            IFieldSymbol { Type: var type } => Answers(type),
            IPropertySymbol { Type: var type } => Answers(type),
            _ => false,
        });

    private static bool Answers(ITypeSymbol type) => type.Name.StartsWith("TaskCompletionSource", StringComparison.Ordinal) || Types.IsTask(type) || type.TypeKind == TypeKind.Delegate || type.Name is "ChannelWriter" or "SemaphoreSlim" or "ManualResetEventSlim";

    /// <summary>The variable or object that has the queue.</summary>
    public static ISymbol? Holder(IInvocationOperation call) => call.Instance?.Bare() switch
    {
        IPropertyReferenceOperation { Property.Name: "Reader" or "Writer", Instance: { } channel } => Variables.Of(channel),
        { } queue => Variables.Of(queue),
        _ => null,
    };

    /// <summary>Whether the call is given a token that says stop, and not only a time.</summary>
    private bool IsGivenStop(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && _keys.IsToken(argument.Value.Type) && _keys.Of(argument.Value).Any(key => key.Variable is IParameterSymbol or IFieldSymbol or IPropertySymbol));

    /// <summary>Whether the loop around it waits for items as well: the usual pair of <c>WaitToReadAsync</c> and <c>TryRead</c>.</summary>
    private bool IsPartOfTheReading(IOperation take)
    {
        for (var loop = take.Enclosing<ILoopOperation>(); loop is not null; loop = loop.Enclosing<ILoopOperation>())
        {
            if (loop.Executed().Any(operation => operation is IInvocationOperation call && _wait.Has(call.TargetMethod))) return true;
        }

        return false;
    }
}
