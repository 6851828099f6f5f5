using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>Shared state: behind a lock, a semaphore or a concurrent dictionary.</summary>
internal static class Cache
{
    public static SourceFile Of(Area area) => area.File("Cache", $$"""
        using System.Collections.Concurrent;

        namespace {{area.Namespace}};

        public sealed class {{area.Name}}Cache
        {
            {{area.Dice.Next(3) switch
            {
                0 => Locked(area),
                1 => Gated(area),
                _ => Concurrent(area),
            }}}
        }
        """);

    private static string Locked(Area area) => $$"""
        private readonly object _gate = new();
        private readonly Dictionary<Guid, ({{area.Name}}View View, DateTime Until)> _kept = new();

        public bool TryGet(Guid id, out {{area.Name}}View? view)
        {
            lock (_gate)
            {
                if (_kept.TryGetValue(id, out var entry) && entry.Until > DateTime.UtcNow)
                {
                    view = entry.View;
                    return true;
                }
            }

            view = null;
            return false;
        }

        public void Put(Guid id, {{area.Name}}View view)
        {
            lock (_gate)
            {
                if (_kept.Count > {{area.Dice.Next(100, 9000)}}) _kept.Clear();
                _kept[id] = (view, DateTime.UtcNow.AddMinutes({{area.Dice.Next(1, 30)}}));
            }
        }

        public void Drop(Guid id)
        {
            lock (_gate) _kept.Remove(id);
        }
        """.In(4);

    private static string Gated(Area area) => $$"""
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly Dictionary<Guid, {{area.Name}}View> _kept = new();

        public bool TryGet(Guid id, out {{area.Name}}View? view)
        {
            {{(area.Dice.Chance(70) ? "_gate.Wait();" : $"if (!_gate.Wait(TimeSpan.FromSeconds({area.Dice.Next(1, 30)}))) throw new TimeoutException(\"{area.Name}\");")}}
            try
            {
                return _kept.TryGetValue(id, out view);
            }
            finally
            {
                _gate.Release();
            }
        }

        public void Put(Guid id, {{area.Name}}View view)
        {
            _gate.Wait();
            try
            {
                _kept[id] = view;
            }
            finally
            {
                _gate.Release();
            }
        }

        public async Task DropAllAsync(CancellationToken cancellationToken)
        {
            await _gate.WaitAsync(cancellationToken);
            try
            {
                _kept.Clear();
            }
            finally
            {
                _gate.Release();
            }
        }

        public void Drop(Guid id)
        {
            _gate.Wait();
            _kept.Remove(id);
            _gate.Release();
        }
        """.In(4);

    private static string Concurrent(Area area) => $$"""
        private readonly ConcurrentDictionary<Guid, Lazy<{{area.Name}}View>> _kept = new();
        private long _hits;

        public bool TryGet(Guid id, out {{area.Name}}View? view)
        {
            var found = _kept.TryGetValue(id, out var entry);
            if (found) Interlocked.Increment(ref _hits);
            view = entry?.Value;
            return found;
        }

        public void Put(Guid id, {{area.Name}}View view) => _kept.AddOrUpdate(id, new Lazy<{{area.Name}}View>(view), (_, _) => new Lazy<{{area.Name}}View>(view));

        public void Drop(Guid id) => _kept.TryRemove(id, out _);

        public long Hits => Interlocked.Read(ref _hits);
        """.In(4);
}
