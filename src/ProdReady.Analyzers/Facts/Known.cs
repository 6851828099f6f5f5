using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Flow;
using ProdReady.Ratchet;

namespace ProdReady.Facts;

/// <summary>
/// What is known about one compilation, made on demand and shared by all rules: types, API tables (with the user's own rows),
/// the kind of project, the bodies of its methods, the user's options.
/// </summary>
internal sealed class Known
{
    private static readonly ConditionalWeakTable<Compilation, Known> Cache = new();

    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> _types = new();
    private readonly ConcurrentDictionary<Api[], ApiSet> _calls = new();
    private readonly ConcurrentDictionary<(SyntaxTree, Option), object?> _options = new();
    private readonly Lazy<ILookup<string, IAssemblySymbol>> _assemblies;
    private readonly Lazy<ProjectKind> _kind;
    private readonly Lazy<UserApis> _userApis;
    private readonly Lazy<Baseline?> _baseline;
    private readonly Lazy<CatchOutcome> _outcomes;
    private readonly Lazy<LockPaths> _locks;
    private readonly Lazy<Callees> _callees;
    private readonly Lazy<LockSummaries> _lockSummaries;
    private readonly Lazy<LockRegions> _lockRegions;
    private readonly Lazy<HostedTypes> _hosted;
    private readonly Lazy<HostGraph> _host;
    private readonly Lazy<HostHealth> _health;
    private readonly Lazy<HealthEndpoints> _healthEndpoints;

    private Known(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        Compilation = compilation;
        AnalyzerOptions = options;
        Bodies = new Bodies(compilation);
        Implementations = new Implementations(compilation);
        Graphs = new Graphs(Bodies);
        _callees = new(() => new Callees(this));
        _assemblies = new(() => compilation.SourceModule.ReferencedAssemblySymbols
            .SelectMany(assembly => assembly.NamespaceNames.Select(name => (Name: name, Assembly: assembly)))
            .ToLookup(pair => pair.Name, pair => pair.Assembly));
        _kind = new(() => ProjectKinds.Of(this));
        _outcomes = new(() => new CatchOutcome(this));
        _locks = new(() => new LockPaths(this));
        _lockSummaries = new(() => new LockSummaries(this));
        _lockRegions = new(() => new LockRegions(this));
        _hosted = new(() => new HostedTypes(this));
        _host = new(() => HostGraph.OfApplication(this));
        _health = new(() => new HostHealth(this));
        _healthEndpoints = new(() => new HealthEndpoints(this));
        _userApis = new(() => UserApis.Read(options, cancellation));
        _baseline = new(() => Baseline.Of(this, cancellation));
    }

    public Compilation Compilation { get; }

    public AnalyzerOptions AnalyzerOptions { get; }

    public Bodies Bodies { get; }

    public Implementations Implementations { get; }

    public Graphs Graphs { get; }

    public CatchOutcome Outcomes => _outcomes.Value;

    public LockPaths Locks => _locks.Value;

    public LockRegions LockRegions => _lockRegions.Value;

    public LockSummaries LockSummaries => _lockSummaries.Value;

    public Callees Callees => _callees.Value;

    public HostedTypes Hosted => _hosted.Value;

    /// <summary>The host of the application, as the entry point sets it up.</summary>
    public HostGraph Host => _host.Value;

    /// <summary>How that host shows its health.</summary>
    public HostHealth Health => _health.Value;

    /// <summary>Whether anything in the compilation could show health.</summary>
    public HealthEndpoints HealthEndpoints => _healthEndpoints.Value;

    /// <summary>What the referenced libraries say of their methods.</summary>
    public SharedFacts SharedFacts { get; } = new();

    public ProjectKind Kind => _kind.Value;

    public UserApis UserApis => _userApis.Value;

    /// <summary>The findings that the project has listed as old; null where it lists none.</summary>
    public Baseline? Baseline => _baseline.Value;

    public static Known About(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation) =>
        Cache.GetValue(compilation, key => new Known(key, options, cancellation));

    /// <summary>The type of this metadata name. Of some hundred references only those with such a namespace are asked.</summary>
    public INamedTypeSymbol? Type(string metadataName) =>
        _types.GetOrAdd(metadataName, name => Types.Find(Compilation, name, _assemblies.Value[Namespace(name)]));

    /// <summary>Whether the symbol is declared in this compilation: its code can be seen.</summary>
    public bool Declares(ISymbol? symbol) => SymbolEqualityComparer.Default.Equals(symbol?.ContainingAssembly, Compilation.Assembly);

    /// <summary>The members of <paramref name="table"/> that this compilation can call, with those the user added.</summary>
    public ApiSet Calls(Api[] table) =>
        _calls.GetOrAdd(table, rows => new ApiSet(rows, this));

    /// <summary>An MSBuild property that the package makes visible; null outside a build or when it is empty.</summary>
    public string? Property(string name) =>
        AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + name, out var value) && value.Length > 0 ? value : null;

    public T Read<T>(Option<T> option, SyntaxTree where) =>
        (T)_options.GetOrAdd(
            (where, option),
            _ => option.Read(AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(where).TryGetValue(option.Key, out var text) ? text : null))!;

    private static string Namespace(string metadataName)
    {
        var end = metadataName.LastIndexOf('.');
        return metadataName.Substring(metadataName.LastIndexOf('.', end - 1) + 1, end - metadataName.LastIndexOf('.', end - 1) - 1);
    }
}
