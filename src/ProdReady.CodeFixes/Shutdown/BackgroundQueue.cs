using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>The queue that a fix writes into the project, once, and uses from then on.</summary>
internal sealed class BackgroundQueue
{
    public const string Name = "BackgroundQueue";

    private readonly INamedTypeSymbol? _declared;

    private BackgroundQueue(INamedTypeSymbol? declared) => _declared = declared;

    /// <summary>The queue of the project, or the one it can have; null where that would not compile, or where something else has its name.</summary>
    public static BackgroundQueue? Of(Spot spot)
    {
        var known = spot.Model.Compilation.GetSymbolsWithName(Name, SymbolFilter.Type, spot.Cancellation).OfType<INamedTypeSymbol>().ToArray();
        if (known.Length > 0) return known.Length == 1 && Takes(known[0]) ? new BackgroundQueue(known[0]) : null;
        var reader = spot.Type("System.Threading.Channels.ChannelReader`1");
        var scopes = spot.Type("Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions");
        return spot.Root.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 }
            && reader?.GetMembers("ReadAllAsync").IsEmpty == false && scopes?.GetMembers("CreateAsyncScope").IsEmpty == false
            && spot.Type("Microsoft.Extensions.Hosting.BackgroundService") is not null && spot.Type("Microsoft.Extensions.Logging.ILogger`1") is not null
            ? new BackgroundQueue(null)
            : null;
    }

    /// <summary>The root with what the queue still lacks: its declaration, its registration, the namespaces that it needs.</summary>
    public SyntaxNode In(SyntaxNode root, Spot spot)
    {
        if (_declared is not null)
        {
            root = CompositionRoot.Register(root, spot);
            return Usings.Ensure(root, spot, _declared.ContainingNamespace.IsGlobalNamespace ? null : $"{_declared.ContainingNamespace.ToDisplayString()}.{Name}", "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions");
        }

        var registered = CompositionRoot.Register(root, spot);
        var remark = registered == root ? $"// Register it: services.AddSingleton<{Name}>(); services.AddHostedService(services => services.GetRequiredService<{Name}>());{spot.NewLine}" : "";
        var members = Declaration(spot.Note(FireAndForgetWork.CapacityNote) ?? "1000", spot.NewLine);
        members = members.WithLeadingTrivia(members.GetLeadingTrivia().InsertRange(0, SyntaxFactory.ParseLeadingTrivia(spot.NewLine + remark)));
        var around = spot.Token.Parent?.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.ToString();
        root = registered.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(space => space.Name.ToString() == around) is { } space
            ? registered.ReplaceNode(space, space.AddMembers(members))
            : ((CompilationUnitSyntax)registered).AddMembers(members);
        return Usings.Ensure(
            root, spot,
            "System.Func`1", "System.Threading.CancellationToken", "System.Threading.Channels.Channel", "System.Threading.Tasks.Task",
            "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "Microsoft.Extensions.Hosting.BackgroundService", "Microsoft.Extensions.Logging.ILogger`1");
    }

    private static bool Takes(INamedTypeSymbol type) =>
        type.GetMembers("EnqueueAsync").OfType<IMethodSymbol>().Any(method => method.Parameters.Length == 2
            && method.Parameters[0].Type is INamedTypeSymbol { Name: "Func", TypeArguments: { Length: 3 } arguments } && arguments[0].Name == "IServiceProvider" && arguments[1].Name == "CancellationToken" && arguments[2].Name == "Task"
            && method.Parameters[1].Type.Name == "CancellationToken");

    private static MemberDeclarationSyntax Declaration(string capacity, string newLine) => Pattern.Member($$"""
        /// <summary>Work that goes on after its caller was answered: bounded, one piece after the other, and finished before the application ends.</summary>
        public sealed class {{Name}} : BackgroundService
        {
            private readonly Channel<Func<IServiceProvider, CancellationToken, Task>> _work = Channel.CreateBounded<Func<IServiceProvider, CancellationToken, Task>>(capacity: {{capacity}});
            private readonly CancellationTokenSource _timeIsUp = new CancellationTokenSource();
            private readonly IServiceScopeFactory _scopes;
            private readonly ILogger<{{Name}}> _logger;

            /// <summary>Is made by the container.</summary>
            public {{Name}}(IServiceScopeFactory scopes, ILogger<{{Name}}> logger)
            {
                _scopes = scopes;
                _logger = logger;
            }

            /// <summary>Waits while the queue is full, and throws once the application is stopping.</summary>
            public ValueTask EnqueueAsync(Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken = default) =>
                _work.Writer.WriteAsync(work, cancellationToken);

            /// <summary>Takes no more work, and waits until all of it is done or the time that the host allows is over.</summary>
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                _work.Writer.TryComplete();
                using var limit = cancellationToken.Register(_timeIsUp.Cancel);
                await base.StopAsync(cancellationToken);
                if (_work.Reader.Count > 0) _logger.LogError("The application ends with {Count} pieces of background work that were not begun", _work.Reader.Count);
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
                _timeIsUp.Dispose();
                base.Dispose();
            }

            /// <inheritdoc/>
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // Not until stoppingToken: what was accepted is done, until StopAsync runs out of time.
                await foreach (var work in _work.Reader.ReadAllAsync(CancellationToken.None))
                {
                    try
                    {
                        await using var scope = _scopes.CreateAsyncScope();
                        await work(scope.ServiceProvider, _timeIsUp.Token);
                    }
                    catch (Exception failure)
                    {
                        _logger.LogError(failure, "Background work failed");
                    }
                }
            }
        }
        """, newLine);
}
