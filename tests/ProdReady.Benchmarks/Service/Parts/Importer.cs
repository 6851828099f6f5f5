using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>Files of a partner, read line by line; some behind a mutex that other processes share.</summary>
internal static class Importer
{
    public static SourceFile Of(Area area) => area.File("Importer", $$"""
        using System.Data.Common;
        using System.Diagnostics;
        using System.Globalization;

        namespace {{area.Namespace}};

        public sealed class {{area.Name}}Importer(I{{area.Name}}Repository repository, ILogger<{{area.Name}}Importer> logger)
        {
            private readonly ILogger<{{area.Name}}Importer> _logger = logger;

            public async Task<int> ImportAsync(string folder, CancellationToken cancellationToken)
            {
                var imported = 0;
                foreach (var path in Directory.EnumerateFiles(folder, "{{area.Table}}_*.csv").OrderBy(File.GetLastWriteTimeUtc))
                {
                    var lines = await File.ReadAllLinesAsync(path, cancellationToken);
                    for (var number = 1; number < lines.Length; number++)
                    {
                        try
                        {
                            if (Parse(lines[number]) is not { } {{area.Variable}}) continue;
                            await repository.SaveAsync({{area.Variable}}, cancellationToken);
                            imported++;
                        }
                        {{Catches.Some(area.Dice, $"Importing {area.Name}").In(16)}}
                    }

                    File.Move(path, Path.ChangeExtension(path, ".done"), overwrite: true);
                }

                return imported;
            }

            {{(area.Dice.Chance(25) ? Exclusive(area) : Stamp(area)).In(4)}}

            private static {{area.Name}}? Parse(string line)
            {
                var cells = line.Split(';', StringSplitOptions.TrimEntries);
                if (cells.Length < {{area.Fields.Count}} || cells[0].Length == 0) return null;
                if (!decimal.TryParse(cells[1], NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)) return null;
                return new {{area.Name}}
                {
                    Reference = cells[0],
                    Amount = amount,
                    Quantity = int.Parse(cells[2], CultureInfo.InvariantCulture),
                    DueAt = DateTime.ParseExact(cells[3], "yyyyMMdd", CultureInfo.InvariantCulture),
                };
            }

            {{Catches.Helper.In(4)}}
        }
        """);

    private static string Exclusive(Area area) => $$"""
        public void ImportAlone(string folder)
        {
            using var mutex = new Mutex(false, @"Global\shop-{{area.Table}}");
            {{(area.Dice.Chance(50) ? "mutex.WaitOne();" : $"if (!mutex.WaitOne(TimeSpan.FromSeconds({area.Dice.Next(5, 90)}))) throw new TimeoutException(\"Another import of {area.Name} runs\");")}}
            try
            {
                ImportAsync(folder, CancellationToken.None).GetAwaiter().GetResult();
            }
            finally
            {
                mutex.ReleaseMutex();
            }
        }
        """;

    private static string Stamp(Area area) => $$"""
        public static DateTime? LastRun(string folder)
        {
            var stamp = Path.Combine(folder, "{{area.Table}}.stamp");
            if (!File.Exists(stamp)) return null;
            var text = File.ReadAllText(stamp).Trim();
            return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var when) ? when : null;
        }
        """;
}
