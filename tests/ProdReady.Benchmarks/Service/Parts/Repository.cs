using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>The table: one method per statement, some of them guarded.</summary>
internal static class Repository
{
    public static SourceFile Of(Area area) => area.File("Repository", $$"""
        using System.Data.Common;
        using System.Diagnostics;

        namespace {{area.Namespace}};

        public interface I{{area.Name}}Repository
        {
            Task<{{area.Name}}?> FindAsync(Guid id, CancellationToken cancellationToken);

            Task<IReadOnlyList<{{area.Name}}>> ListAsync(int skip, int take, CancellationToken cancellationToken);

            Task<bool> SaveAsync({{area.Name}} {{area.Variable}}, CancellationToken cancellationToken);

            Task<int> CountAsync(string? reference, CancellationToken cancellationToken);

            Task DeleteAsync(Guid id, CancellationToken cancellationToken);
        }

        public sealed class Sql{{area.Name}}Repository : I{{area.Name}}Repository
        {
            private const string Columns = "id, {{area.Fields.Select(field => field.Parameter).Lines(", ")}}";

            private readonly DbDataSource _database;
            private readonly ILogger<Sql{{area.Name}}Repository> _logger;

            public Sql{{area.Name}}Repository(DbDataSource database, ILogger<Sql{{area.Name}}Repository> logger)
            {
                _database = database ?? throw new ArgumentNullException(nameof(database));
                _logger = logger;
            }

            public async Task<{{area.Name}}?> FindAsync(Guid id, CancellationToken cancellationToken)
            {
                {{Guarded(area, $"Finding {area.Name}", "null", $$"""
                await using var command = _database.CreateCommand($"SELECT {Columns} FROM {{area.Table}} WHERE id = @id");
                Bind(command, "id", id);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
                """).In(8)}}
            }

            public async Task<IReadOnlyList<{{area.Name}}>> ListAsync(int skip, int take, CancellationToken cancellationToken)
            {
                var found = new List<{{area.Name}}>();
                await using var command = _database.CreateCommand($"SELECT {Columns} FROM {{area.Table}} ORDER BY dueAt LIMIT @take OFFSET @skip");
                Bind(command, "take", Math.Clamp(take, 1, {{area.Dice.One(50, 100, 500)}}));
                Bind(command, "skip", skip);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    found.Add(Read(reader));
                }

                return found;
            }

            public async Task<bool> SaveAsync({{area.Name}} {{area.Variable}}, CancellationToken cancellationToken)
            {
                {{Guarded(area, $"Saving {area.Name}", "false", $$"""
                await using var connection = await _database.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = "INSERT INTO {{area.Table}} VALUES (@id, {{area.Fields.Select(field => "@" + field.Parameter).Lines(", ")}})";
                Bind(command, "id", {{area.Variable}}.Id);
                {{area.Fields.Select(field => $"Bind(command, \"{field.Parameter}\", {area.Variable}.{field.Name});").Lines()}}
                var rows = await command.ExecuteNonQueryAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return rows == 1;
                """).In(8)}}
            }

            public async Task<int> CountAsync(string? reference, CancellationToken cancellationToken)
            {
                await using var command = _database.CreateCommand("SELECT COUNT(*) FROM {{area.Table}}" + (reference is null ? "" : " WHERE reference = @reference"));
                if (reference is not null) Bind(command, "reference", reference);
                return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
            }

            public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
            {
                await using var command = _database.CreateCommand("DELETE FROM {{area.Table}} WHERE id = @id");
                Bind(command, "id", id);
                if (await command.ExecuteNonQueryAsync(cancellationToken) == 0) _logger.LogInformation("No {{area.Name}} {Id} to delete", id);
            }

            private static {{area.Name}} Read(DbDataReader reader) => new()
            {
                Id = reader.GetGuid(0),
                {{area.Fields.Select((field, column) => $"{field.Name} = reader.{field.Read}({column + 1}),").Lines().In(8)}}
            };

            private static void Bind(DbCommand command, string name, object value)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }

            {{Catches.Helper.In(4)}}
        }
        """);

    private static string Guarded(Area area, string doing, string failure, string body) => area.Dice.Chance(45)
        ? $$"""
            try
            {
                {{body.In(4)}}
            }
            {{Catches.Some(area.Dice, doing, failure)}}
            """
        : body;
}
