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

    /// <summary>Make a database as the model is now, without migrations, or do away with it.</summary>
    public static readonly Api[] MakeOrDelete =
    [
        new("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade", "EnsureCreated", "EnsureCreatedAsync", "EnsureDeleted", "EnsureDeletedAsync") { Package = "Microsoft.EntityFrameworkCore" },
    ];

    /// <summary>The name of the method that keeps a database in memory, as tests have it.</summary>
    public const string UseMemory = "UseInMemoryDatabase";

    /// <summary>Steps of a migration that can take away, or deny, what the version before it uses.</summary>
    public static readonly Api[] ChangeSchema =
    [
        new("Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder", "DropColumn", "DropTable", "DropSequence", "RenameColumn", "RenameTable", "RenameSequence", "AlterColumn", "AddColumn", "Sql") { Package = "Microsoft.EntityFrameworkCore.Relational" },
    ];

    /// <summary>A step from one schema of a database to the next.</summary>
    public const string Migration = "Microsoft.EntityFrameworkCore.Migrations.Migration";

    /// <summary>Gives a migration the id by which it is ordered.</summary>
    public const string MigrationId = "Microsoft.EntityFrameworkCore.Migrations.MigrationAttribute";

    /// <summary>Names the context that a migration belongs to.</summary>
    public const string ContextOfMigration = "Microsoft.EntityFrameworkCore.Infrastructure.DbContextAttribute";

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

    /// <summary>The names of the methods by which a context is told to use one of these.</summary>
    public static readonly string[] ChooseOther = ["UseSqlServer", "UseAzureSql", "UseNpgsql", "UseMySql", "UseMySQL", "UseOracle", "UseFirebird", "UseDb2"];

    /// <summary>Make a context for the command-line tools.</summary>
    public const string DesignTimeFactory = "Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory`1";
}
