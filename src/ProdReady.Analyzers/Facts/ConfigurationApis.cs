namespace ProdReady.Facts;

/// <summary>What an application is told from outside: files, environment variables, the command line.</summary>
internal static class ConfigurationApis
{
    public const string Configuration = "Microsoft.Extensions.Configuration.IConfiguration";

    public const string Section = "Microsoft.Extensions.Configuration.IConfigurationSection";

    /// <summary>What code is given that configures a part of an application; for the host itself see <see cref="HostApis.Parts"/>.</summary>
    public static readonly string[] Configured =
    [
        Configuration,
        "Microsoft.Extensions.Configuration.IConfigurationBuilder",
        "Microsoft.Extensions.Hosting.HostBuilderContext",
        "Microsoft.AspNetCore.Hosting.WebHostBuilderContext",
        "Microsoft.EntityFrameworkCore.DbContextOptionsBuilder",
        "Microsoft.Extensions.Logging.ILoggingBuilder",
    ];

    /// <summary>A factory that only tools use.</summary>
    public const string DesignTimeFactory = MigrationApis.DesignTimeFactory;

    /// <summary>Read a value by its key; null when it is not there.</summary>
    public static readonly Api[] ReadText =
    [
        new("Microsoft.Extensions.Configuration.IConfiguration", "this[]"),
        new("Microsoft.Extensions.Configuration.ConfigurationManager", "this[]"),
        new("Microsoft.Extensions.Configuration.ConfigurationRoot", "this[]"),
        new("Microsoft.Extensions.Configuration.ConfigurationSection", "this[]", "Value"),
        new("Microsoft.Extensions.Configuration.IConfigurationSection", "Value"),
        new("Microsoft.Extensions.Configuration.ConfigurationExtensions", "GetConnectionString"),
    ];

    /// <summary>Read a value by its key and convert it; the default of its type when it is not there.</summary>
    public static readonly Api[] ReadValue =
    [
        new("Microsoft.Extensions.Configuration.ConfigurationBinder", "GetValue"),
    ];

    /// <summary>Read a whole section into an object; null when there is nothing in it.</summary>
    public static readonly Api[] ReadSection =
    [
        new("Microsoft.Extensions.Configuration.ConfigurationBinder", "Get"),
    ];

    /// <summary>Read a variable of the environment; null when it is not set.</summary>
    public static readonly Api[] ReadVariable =
    [
        new("System.Environment", "GetEnvironmentVariable"),
    ];

    /// <summary>A part of the configuration, also where there is nothing of it.</summary>
    public static readonly Api[] PartOf =
    [
        new("Microsoft.Extensions.Configuration.IConfiguration", "GetSection"),
        new("Microsoft.Extensions.Configuration.ConfigurationManager", "GetSection"),
        new("Microsoft.Extensions.Configuration.ConfigurationRoot", "GetSection"),
        new("Microsoft.Extensions.Configuration.ConfigurationSection", "GetSection"),
        new("Microsoft.Extensions.Configuration.ConfigurationExtensions", "GetRequiredSection"),
    ];

    /// <summary>Fails where there is nothing of a section.</summary>
    public static readonly Api[] Demand =
    [
        new("Microsoft.Extensions.Configuration.ConfigurationExtensions", "GetRequiredSection"),
    ];

    /// <summary>Add a file of settings.</summary>
    public static readonly Api[] AddFile =
    [
        new("Microsoft.Extensions.Configuration.JsonConfigurationExtensions", "AddJsonFile"),
        new("Microsoft.Extensions.Configuration.XmlConfigurationExtensions", "AddXmlFile"),
        new("Microsoft.Extensions.Configuration.IniConfigurationExtensions", "AddIniFile"),
        new("Microsoft.Extensions.Configuration.YamlConfigurationExtensions", "AddYamlFile") { Package = "NetEscapades.Configuration.Yaml" },
    ];

    /// <summary>Add a folder with a file for each setting.</summary>
    public static readonly Api[] AddFolder =
    [
        new("Microsoft.Extensions.Configuration.KeyPerFileConfigurationBuilderExtensions", "AddKeyPerFile"),
    ];

    /// <summary>Set values in code.</summary>
    public static readonly Api[] SetInCode =
    [
        new("Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions", "AddInMemoryCollection"),
        new("Microsoft.AspNetCore.Hosting.IWebHostBuilder", "UseSetting"),
        new("Microsoft.AspNetCore.Hosting.WebHostBuilder", "UseSetting"),
        new("Microsoft.AspNetCore.Builder.ConfigureWebHostBuilder", "UseSetting"),
        new("System.Environment", "SetEnvironmentVariable"),
    ];

    /// <summary>Take a value without which they are of no use: they fail later, or at once in words that do not say which setting is meant.</summary>
    public static readonly Api[] Need =
    [
        new("System.Uri", ".ctor"),
        new("System.Net.Http.HttpClient", "BaseAddress"),
        new("System.IO.DirectoryInfo", ".ctor"),
        new("System.IO.FileInfo", ".ctor"),
        new("System.Int32", "Parse"),
        new("System.Int64", "Parse"),
        new("System.Double", "Parse"),
        new("System.Decimal", "Parse"),
        new("System.Boolean", "Parse"),
        new("System.Guid", "Parse"),
        new("System.TimeSpan", "Parse"),
        new("System.Enum", "Parse"),
        new("System.Net.IPAddress", "Parse"),
        new("System.Convert", "ToInt32", "ToInt64", "ToDouble", "ToDecimal", "FromBase64String"),
        new("System.Text.Encoding", "GetBytes"),
        new("Microsoft.Data.SqlClient.SqlConnection", ".ctor") { Package = "Microsoft.Data.SqlClient" },
        new("System.Data.SqlClient.SqlConnection", ".ctor") { Package = "System.Data.SqlClient" },
        new("Microsoft.Data.Sqlite.SqliteConnection", ".ctor") { Package = "Microsoft.Data.Sqlite.Core" },
        new("Npgsql.NpgsqlConnection", ".ctor") { Package = "Npgsql" },
        new("Npgsql.NpgsqlDataSource", "Create") { Package = "Npgsql" },
        new("Npgsql.NpgsqlDataSourceBuilder", ".ctor") { Package = "Npgsql" },
        new("MySqlConnector.MySqlConnection", ".ctor") { Package = "MySqlConnector" },
        new("Microsoft.EntityFrameworkCore.SqlServerDbContextOptionsExtensions", "UseSqlServer", "UseAzureSql") { Package = "Microsoft.EntityFrameworkCore.SqlServer" },
        new("Microsoft.EntityFrameworkCore.SqliteDbContextOptionsBuilderExtensions", "UseSqlite") { Package = "Microsoft.EntityFrameworkCore.Sqlite.Core" },
        new("Microsoft.EntityFrameworkCore.NpgsqlDbContextOptionsBuilderExtensions", "UseNpgsql") { Package = "Npgsql.EntityFrameworkCore.PostgreSQL" },
        new("Microsoft.EntityFrameworkCore.MySqlDbContextOptionsBuilderExtensions", "UseMySql") { Package = "Pomelo.EntityFrameworkCore.MySql" },
        new("Microsoft.EntityFrameworkCore.MySQLDbContextOptionsExtensions", "UseMySQL") { Package = "MySql.EntityFrameworkCore" },
        new("StackExchange.Redis.ConnectionMultiplexer", "Connect", "ConnectAsync") { Package = "StackExchange.Redis" },
        new("StackExchange.Redis.ConfigurationOptions", "Parse") { Package = "StackExchange.Redis" },
        new("Microsoft.Extensions.Caching.StackExchangeRedis.RedisCacheOptions", "Configuration") { Package = "Microsoft.Extensions.Caching.StackExchangeRedis" },
        new("Microsoft.Extensions.Caching.SqlServer.SqlServerCacheOptions", "ConnectionString") { Package = "Microsoft.Extensions.Caching.SqlServer" },
        new("Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions", "Authority", "Audience", "MetadataAddress") { Package = "Microsoft.AspNetCore.Authentication.JwtBearer" },
        new("Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectOptions", "Authority", "ClientId") { Package = "Microsoft.AspNetCore.Authentication.OpenIdConnect" },
        new("Microsoft.AspNetCore.Authentication.OAuth.OAuthOptions", "ClientId", "ClientSecret"),
        new("MongoDB.Driver.MongoClient", ".ctor") { Package = "MongoDB.Driver" },
        new("RabbitMQ.Client.ConnectionFactory", "HostName", "UserName", "Password"),
        new("Confluent.Kafka.ClientConfig", "BootstrapServers"),
        new("Azure.Messaging.ServiceBus.ServiceBusClient", ".ctor") { Package = "Azure.Messaging.ServiceBus" },
        new("Azure.Storage.Blobs.BlobServiceClient", ".ctor") { Package = "Azure.Storage.Blobs" },
        new("Azure.Storage.Queues.QueueServiceClient", ".ctor") { Package = "Azure.Storage.Queues" },
    ];

    /// <summary>Whether a variable is one that a system or a platform sets by itself.</summary>
    public static readonly string[] SetByPlatforms =
    [
        "HOME", "PATH", "USER", "USERNAME", "USERPROFILE", "TEMP", "TMP", "TMPDIR", "HOSTNAME", "COMPUTERNAME", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "SYSTEMROOT", "WINDIR", "PWD",
        "KUBERNETES_*", "WEBSITE_*", "AWS_LAMBDA_*", "FUNCTIONS_*",
    ];
}
