using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Health;

/// <summary>Has a worker beat at each turn of its loop, a check that fails when it no longer does, and a file that shows the health to the probe of a platform.</summary>
internal static class WorkerHeartbeat
{
    private static readonly Injectable Heart = new("Heartbeat", "_heartbeat", "heartbeat", IsMadeByFix: true);

    private static readonly string[] Needed =
    [
        "Microsoft.Extensions.DependencyInjection.HealthCheckServiceCollectionExtensions", "Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheckPublisher", "Microsoft.Extensions.Logging.ILogger`1",
    ];

    public static async Task<SyntaxNode?> Publish(Spot spot)
    {
        if (spot.Note(NoHealthEndpoint.Limit) is not { } limit || Needed.Any(type => spot.Type(type) is null) || Registration(spot.Root) is null) return null;
        if (new[] { "Heartbeat", "HealthFile" }.Any(name => spot.Model.Compilation.GetSymbolsWithName(name, SymbolFilter.Type, spot.Cancellation).Any())) return null;

        var root = spot.Root;
        var beats = false;
        if (Loop(root, spot) is { } loop && await Injection.For(Heart, spot, loop).ConfigureAwait(false) is { } injection)
        {
            var turn = injection.Mark(loop);
            root = injection.MarkedRoot.ReplaceNode(turn, turn.WithStatements(turn.Statements.Insert(0, Pattern.Statement($"{injection.Name}.Beat();", spot.NewLine))));
            root = injection.Into(root, spot);
            beats = true;
        }

        root = Registered(root, beats, spot);
        root = Declared(root, limit, spot);
        return Usings.Ensure(
            root, spot,
            "System.TimeSpan", "System.IO.File", "System.Linq.Enumerable", "System.Threading.Interlocked", "System.Threading.Tasks.Task",
            "Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult", "Microsoft.Extensions.Logging.ILogger`1");
    }

    /// <summary>The statement that has the host run a worker, and how it writes the services.</summary>
    private static (StatementSyntax Statement, string Services)? Registration(SyntaxNode root)
    {
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (Names.Of(call) != "AddHostedService" || call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax } statement) continue;
            ExpressionSyntax receiver = call;
            while (receiver is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }) receiver = member.Expression;
            if (statement.Expression.SpanStart == receiver.SpanStart && receiver is IdentifierNameSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Services" }) return (statement, receiver.WithoutTrivia().ToString());
        }

        return null;
    }

    /// <summary>The loop of a worker in this file.</summary>
    private static BlockSyntax? Loop(SyntaxNode root, Spot spot)
    {
        var worker = spot.Type("Microsoft.Extensions.Hosting.BackgroundService");
        return root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method is { Identifier.ValueText: "ExecuteAsync", Parent: ClassDeclarationSyntax type } && spot.Model.GetDeclaredSymbol(type, spot.Cancellation) is { } symbol && Facts.Types.Is(symbol, worker))
            .SelectMany(method => method.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<WhileStatementSyntax>())
            .Select(loop => loop.Statement)
            .OfType<BlockSyntax>()
            .FirstOrDefault();
    }

    private static SyntaxNode Registered(SyntaxNode root, bool beats, Spot spot)
    {
        var (statement, services) = Registration(root)!.Value;
        var remark = beats ? "" : "// Have the worker call Beat() of the Heartbeat at each turn of its loop: the check fails when it no longer does.\n";
        var added = Pattern.Statements($"""
            {remark}{services}.AddSingleton<Heartbeat>();
            {services}.AddSingleton<IHealthCheckPublisher, HealthFile>();
            {services}.AddHealthChecks().AddCheck<Heartbeat>("heartbeat");
            """, spot.NewLine);
        return statement.Parent switch
        {
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global => root.ReplaceNode(unit, unit.WithMembers(unit.Members.InsertRange(unit.Members.IndexOf(global) + 1, added.Select(SyntaxFactory.GlobalStatement)))),
            BlockSyntax block => root.ReplaceNode(block, block.WithStatements(block.Statements.InsertRange(block.Statements.IndexOf(statement) + 1, added))),
            _ => root,
        };
    }

    private static SyntaxNode Declared(SyntaxNode root, string limit, Spot spot)
    {
        var blank = SyntaxFactory.EndOfLine(spot.NewLine);
        var members = Declarations(limit).Select(code => Pattern.Member(code, spot.NewLine)).Select(member => member.WithLeadingTrivia(member.GetLeadingTrivia().Insert(0, blank))).ToArray();
        // A file may end without an end of line.
        if (!root.GetText().ToString().EndsWith("\n", StringComparison.Ordinal)) members[0] = members[0].WithLeadingTrivia(members[0].GetLeadingTrivia().Insert(0, blank));
        var around = spot.Token.Parent?.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.ToString();
        return root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(space => space.Name.ToString() == around) is { } space
            ? root.ReplaceNode(space, space.AddMembers(members))
            : ((CompilationUnitSyntax)root).AddMembers(members);
    }

    private static string[] Declarations(string limit) =>
    [
        $$"""
        /// <summary>Healthy as long as the work goes on.</summary>
        public sealed class Heartbeat : IHealthCheck
        {
            private static readonly TimeSpan Limit = TimeSpan.FromSeconds({{limit}});
            private long _last = Environment.TickCount64;

            /// <summary>Says that the work goes on.</summary>
            public void Beat() => Interlocked.Exchange(ref _last, Environment.TickCount64);

            /// <inheritdoc/>
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                var silence = TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref _last));
                return Task.FromResult(silence < Limit ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, $"No sign of work for {silence}"));
            }
        }
        """,
        """
        /// <summary>Writes a file every half minute as long as all is well. The probe of the platform looks at its age: find /tmp/healthy -mmin -2 | grep -q .</summary>
        public sealed class HealthFile : IHealthCheckPublisher
        {
            private readonly string _path = Path.Combine(Path.GetTempPath(), "healthy");
            private readonly ILogger<HealthFile> _logger;

            /// <summary>Is made by the container.</summary>
            public HealthFile(ILogger<HealthFile> logger)
            {
                _logger = logger;
            }

            /// <inheritdoc/>
            public async Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
            {
                if (report.Status == HealthStatus.Unhealthy)
                {
                    _logger.LogError("Unhealthy: {Checks}", string.Join(", ", report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy).Select(entry => $"{entry.Key} ({entry.Value.Description})")));
                    File.Delete(_path);
                    return;
                }

                await File.WriteAllTextAsync(_path, report.Status.ToString(), cancellationToken);
            }
        }
        """,
    ];
}
