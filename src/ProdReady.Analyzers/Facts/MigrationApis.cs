namespace ProdReady.Facts;

/// <summary>Entity Framework Core's migrations. Versions and locks: https://learn.microsoft.com/ef/core/managing-schemas/migrations/applying</summary>
internal static class MigrationApis
{
    /// <summary>Bring a database to its newest migration.</summary>
    public static readonly Api[] Migrate =
    [
        new("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "Migrate", "MigrateAsync") { Package = "Microsoft.EntityFrameworkCore.Relational" },
        new("Microsoft.EntityFrameworkCore.Migrations.IMigrator", "Migrate", "MigrateAsync") { Package = "Microsoft.EntityFrameworkCore.Relational" },
    ];

    /// <summary>The assembly of these, whose version decides whether there is a lock.</summary>
    public const string Assembly = "Microsoft.EntityFrameworkCore.Relational";

    /// <summary>From this version on a migration takes a lock first, also when there is nothing to do.</summary>
    public const int FirstWithLock = 9;

    /// <summary>Choose SQLite: its lock is a row in __EFMigrationsLock, which stays when the process that wrote it is killed. Other databases drop the lock with the connection.</summary>
    public static readonly Api[] UseSqlite =
    [
        new("Microsoft.EntityFrameworkCore.SqliteDbContextOptionsBuilderExtensions", "UseSqlite") { Package = "Microsoft.EntityFrameworkCore.Sqlite.Core" },
        new("Microsoft.Extensions.DependencyInjection.SqliteServiceCollectionExtensions", "AddSqlite") { Package = "Microsoft.EntityFrameworkCore.Sqlite.Core" },
    ];

    /// <summary>The assembly of the provider for SQLite.</summary>
    public const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";

    /// <summary>The assemblies of providers for other relational databases.</summary>
    public static readonly string[] OtherProviders =
    [
        "Microsoft.EntityFrameworkCore.SqlServer", "Npgsql.EntityFrameworkCore.PostgreSQL", "Pomelo.EntityFrameworkCore.MySql", "MySql.EntityFrameworkCore",
        "Oracle.EntityFrameworkCore", "FirebirdSql.EntityFrameworkCore.Firebird", "IBM.EntityFrameworkCore",
    ];

    /// <summary>Make a context for the command-line tools.</summary>
    public const string DesignTimeFactory = "Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory`1";
}
