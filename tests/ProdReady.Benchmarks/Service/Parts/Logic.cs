using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>The service class between controller and repository: calls others, and guards what it calls.</summary>
internal static class Logic
{
    public static SourceFile Of(Area area) => area.File("Service", $$"""
        using System.Data.Common;
        using System.Diagnostics;

        namespace {{area.Namespace}};

        public sealed class {{area.Name}}Service(I{{area.Name}}Repository repository, {{area.Name}}Client client, {{area.Name}}Cache cache, ILogger<{{area.Name}}Service> logger)
        {
            private readonly ILogger _logger = logger;

            public async Task<{{area.Name}}View?> GetAsync(Guid id, CancellationToken cancellationToken)
            {
                if (cache.TryGet(id, out var kept)) return kept;
                var found = await repository.FindAsync(id, cancellationToken).ConfigureAwait(false);
                if (found is null) return null;
                var view = found.ToView();
                cache.Put(id, view);
                return view;
            }

            public async Task<Guid?> CreateAsync(Save{{area.Name}} request, CancellationToken cancellationToken)
            {
                var {{area.Variable}} = request.ToEntity();
                try
                {
                    await client.AnnounceAsync({{area.Variable}}, cancellationToken).ConfigureAwait(false);
                    {{area.Variable}}.Move({{area.Name}}Status.Open, "announced");
                    return await repository.SaveAsync({{area.Variable}}, cancellationToken).ConfigureAwait(false) ? {{area.Variable}}.Id : null;
                }
                {{Catches.Some(area.Dice, $"Creating {area.Name}", "null").In(8)}}
            }

            {{Enumerable.Range(1, area.Dice.Next(1, 4)).Select(number => Step(area, number)).Lines("\n\n").In(4)}}

            {{Catches.Helper.In(4)}}
        }
        """);

    private static string Step(Area area, int number)
    {
        var (dice, name, x) = (area.Dice, area.Name, area.Variable);
        return dice.Chance(60)
            ? $$"""
                public async Task<int> Sweep{{number}}Async(TimeSpan age, CancellationToken cancellationToken)
                {
                    var done = 0;
                    var oldest = DateTime.UtcNow - age;
                    foreach (var {{x}} in await repository.ListAsync(0, {{dice.Next(20, 900)}}, cancellationToken))
                    {
                        if ({{x}}.DueAt > oldest || {{x}}.Status == {{name}}Status.Closed) continue;
                        try
                        {
                            {{x}}.Move({{name}}Status.{{dice.One("Waiting", "Closed", "Rejected")}}, $"older than {age}");
                            await repository.SaveAsync({{x}}, cancellationToken);
                            cache.Drop({{x}}.Id);
                            done++;
                        }
                        {{Catches.Some(dice, $"Sweeping {name}").In(8)}}
                    }

                    _logger.LogInformation("Swept {Count} of {{name}}", done);
                    return done;
                }
                """
            : $$"""
                public async Task<IReadOnlyList<{{name}}View>> Search{{number}}Async(string? text, decimal? least, CancellationToken cancellationToken)
                {
                    using var activity = Shop.Metrics.Source.StartActivity("{{name}}.Search{{number}}");
                    activity?.SetTag("text", text);
                    var page = await repository.ListAsync(0, {{dice.Next(20, 900)}}, cancellationToken).ConfigureAwait(false);
                    var hits = from {{x}} in page
                               where text is null || {{x}}.Reference.Contains(text, StringComparison.OrdinalIgnoreCase)
                               where least is null || {{x}}.Amount >= least.Value
                               orderby {{x}}.DueAt descending, {{x}}.Amount
                               select {{x}}.ToView();
                    return hits.ToList();
                }
                """;
    }
}
