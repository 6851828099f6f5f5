using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which databases a project talks to: by what it references, and by what it chooses.</summary>
internal static class Databases
{
    /// <summary>Whether SQLite is the only database there is, or is chosen in this project.</summary>
    public static bool UseSqlite(Known known) =>
        References(known).Contains(MigrationApis.Sqlite) && (!AreOnServers(known) || known.HasCall(MigrationApis.UseSqlite));

    /// <summary>Whether there is a provider for a database that several machines share, and nothing else is chosen in its place.</summary>
    public static bool AreShared(Known known) =>
        AreOnServers(known) && (!UseSqlite(known) || known.AnyCall(MigrationApis.ChooseOther, call => call is IInvocationOperation { TargetMethod.ContainingAssembly.Name: var owner } && MigrationApis.OtherProviders.Contains(owner)));

    /// <summary>Whether one of the providers for MySQL and MariaDB is there.</summary>
    public static bool UseMySql(Known known) => References(known).Any(name => name.IndexOf("MySql", StringComparison.OrdinalIgnoreCase) >= 0 && name.Contains("EntityFrameworkCore"));

    private static bool AreOnServers(Known known) => MigrationApis.OtherProviders.Any(References(known).Contains);

    private static HashSet<string> References(Known known) =>
        new(known.Compilation.ReferencedAssemblyNames.Select(reference => reference.Name), StringComparer.OrdinalIgnoreCase);
}
