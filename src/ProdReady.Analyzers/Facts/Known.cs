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
    private readonly ConcurrentDictionary<Type, Lazy<object>> _parts = new();
    private readonly Lazy<ProjectKind> _kind;
    private readonly Lazy<EntryPoint?> _entryPoint;
    private readonly Lazy<UserApis> _userApis;
    private readonly Lazy<Baseline?> _baseline;

    private Known(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        Compilation = compilation;
        AnalyzerOptions = options;
        Bodies = new Bodies(compilation);
        Implementations = new Implementations(compilation, Bodies);
        Graphs = new Graphs(Bodies);
        _assemblies = new(() => compilation.SourceModule.ReferencedAssemblySymbols
            .SelectMany(assembly => assembly.NamespaceNames.Select(name => (Name: name, Assembly: assembly)))
            .ToLookup(pair => pair.Name, pair => pair.Assembly));
        _kind = new(() => ProjectKinds.Of(this));
        _entryPoint = new(() => EntryPoint.Of(this));
        _userApis = new(() => UserApis.Read(options, cancellation));
        _baseline = new(() => Baseline.Of(this, cancellation));
    }

    public Compilation Compilation { get; }

    public AnalyzerOptions AnalyzerOptions { get; }

    public Bodies Bodies { get; }

    public Implementations Implementations { get; }

    public Graphs Graphs { get; }

    /// <summary>What is in the bodies that the rules are called for.</summary>
    public BodyOperations Operations { get; } = new();

    public Blocking Blocking => Part(static known => new Blocking(known));

    public Callees Callees => Part(static known => new Callees(known));

    public Callers Callers => Part(static known => new Callers(known));

    public DevelopmentOnly DevelopmentOnly => Part(static known => new DevelopmentOnly(known));

    public EndedElsewhere EndedElsewhere => Part(static known => new EndedElsewhere(known));

    /// <summary>Null in a library.</summary>
    public EntryPoint? EntryPoint => _entryPoint.Value;

    public Escapes Escapes => Part(static known => new Escapes(known));

    public ExitCodes ExitCodes => Part(static known => new ExitCodes(known));

    /// <summary>How the host of the application shows its health.</summary>
    public HostHealth Health => Part(static known => new HostHealth(known));

    /// <summary>Whether anything in the compilation could show health.</summary>
    public HealthEndpoints HealthEndpoints => Part(static known => new HealthEndpoints(known));

    /// <summary>The host of the application, as the entry point sets it up.</summary>
    public HostGraph Host => Part(HostGraph.OfApplication);

    public HostedTypes Hosted => Part(static known => new HostedTypes(known));

    public HostedCode HostedCode => Part(static known => new HostedCode(known));

    public LockPaths Locks => Part(static known => new LockPaths(known));

    public LockRegions LockRegions => Part(static known => new LockRegions(known));

    public LockSummaries LockSummaries => Part(static known => new LockSummaries(known));

    public LogCalls LogCalls => Part(static known => new LogCalls(known));

    public Mentions Mentions => Part(static known => new Mentions(known));

    public Origins Origins => Part(static known => new Origins(known));

    public CatchOutcome Outcomes => Part(static known => new CatchOutcome(known));

    public RegisteredWorkers RegisteredWorkers => Part(static known => new RegisteredWorkers(known));

    public RequestPaths RequestPaths => Part(static known => new RequestPaths(known));

    public ShieldedBodies Shielded => Part(static known => new ShieldedBodies(known));

    public Throwing Throwing => Part(static known => new Throwing(known));

    public TokenKeys TokenKeys => Part(static known => new TokenKeys(known));

    public Tokens Tokens => Part(static known => new Tokens(known));

    public WorkerCode WorkerCode => Part(static known => new WorkerCode(known));

    public WorkerLoops WorkerLoops => Part(static known => new WorkerLoops(known));

    /// <summary>What the referenced libraries say of their methods.</summary>
    public SharedFacts SharedFacts { get; } = new();

    public ProjectKind Kind => _kind.Value;

    public UserApis UserApis => _userApis.Value;

    /// <summary>The findings that the project has listed as old; null where it lists none.</summary>
    public Baseline? Baseline => _baseline.Value;

    public static Known About(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation) =>
        Cache.GetValue(compilation, key => new Known(key, options, cancellation));

    /// <summary>The type of this metadata name, preferring the framework's own when several assemblies declare it; null when there is none, or none that can be named here.</summary>
    public INamedTypeSymbol? Type(string metadataName) =>
        _types.TryGetValue(metadataName, out var type) ? type : _types.GetOrAdd(metadataName, Types.Find(Compilation, metadataName, Declaring(metadataName)));

    /// <summary>Whether the symbol is declared in this compilation: its code can be seen.</summary>
    public bool Declares(ISymbol? symbol) => SymbolEqualityComparer.Default.Equals(symbol?.ContainingAssembly, Compilation.Assembly);

    /// <summary>The members of <paramref name="table"/> that this compilation can call, with those the user added.</summary>
    public ApiSet Calls(Api[] table) =>
        _calls.TryGetValue(table, out var calls) ? calls : _calls.GetOrAdd(table, new ApiSet(table, this));

    /// <summary>An MSBuild property that the package makes visible; null outside a build or when it is empty.</summary>
    public string? Property(string name) =>
        AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + name, out var value) && value.Length > 0 ? value : null;

    public T Read<T>(Option<T> option, SyntaxTree where) => (T)(_options.TryGetValue((where, option), out var read) ? read : Find(option, where))!;

    private object? Find<T>(Option<T> option, SyntaxTree where) =>
        _options.GetOrAdd(
            (where, option),
            _ => option.Read(AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(where).TryGetValue(option.Key, out var text) ? text : null))!;

    /// <summary>Of some hundred references those that have such a namespace and a type of such a name. Each keeps these names for all compilations.</summary>
    private IEnumerable<IAssemblySymbol> Declaring(string metadataName)
    {
        var name = Types.NameIn(metadataName);
        var end = metadataName.LastIndexOf('.');
        var before = metadataName.LastIndexOf('.', end - 1);
        return _assemblies.Value[metadataName.Substring(before + 1, end - before - 1)].Where(assembly => assembly.TypeNames.Contains(name));
    }

    /// <summary>What is dear to make or remembers its answers is made once, when it is first asked.</summary>
    private T Part<T>(Func<Known, T> make)
        where T : class =>
        (T)(_parts.TryGetValue(typeof(T), out var part) ? part : Begin(make)).Value;

    private Lazy<object> Begin<T>(Func<Known, T> make)
        where T : class =>
        _parts.GetOrAdd(typeof(T), new Lazy<object>(() => make(this)));
}
