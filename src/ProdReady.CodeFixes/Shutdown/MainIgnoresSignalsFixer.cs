using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Shutdown;

/// <summary>Has the program end in order at SIGTERM and SIGINT; where it has started a host, leaves that to the host.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MainIgnoresSignalsFixer() : ProductionFixer(
    MainIgnoresSignals.Rule,
    // One way for each place: under one title all of them are fixed at once.
    new Remedy("Stop when the process is told to", spot => Task.FromResult(WaitForHost(spot) ?? Stop(spot))))
{
    private static SyntaxNode? WaitForHost(Spot spot)
    {
        if (spot.Note(MainIgnoresSignals.HostNote) is not { Length: > 0 } host || StandstillAt(spot) is not { Statement: { } statement }) return null;
        var variable = spot.Model.LookupSymbols(statement.SpanStart, name: host.TrimStart('@')).FirstOrDefault();
        var type = variable switch { ILocalSymbol local => local.Type, IFieldSymbol field => field.Type, IParameterSymbol parameter => parameter.Type, IPropertySymbol property => property.Type, _ => null };
        var isHost = Types.Is(type, spot.Type("Microsoft.Extensions.Hosting.IHost"));
        if (!isHost && !Types.Is(type, spot.Type("Microsoft.AspNetCore.Hosting.IWebHost"))) return null;

        var wait = Pattern.Statement(Awaiting.IsOpen(statement) ? $"await {host}.WaitForShutdownAsync();" : $"{host}.WaitForShutdown();", spot.NewLine);
        return Usings.Ensure(
            spot.Root.ReplaceNode(statement, wait.WithTriviaFrom(statement)), spot,
            isHost ? "Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions" : "Microsoft.AspNetCore.Hosting.WebHostExtensions");
    }

    private static SyntaxNode? Stop(Spot spot)
    {
        if (spot.Note(MainIgnoresSignals.HostNote) is not null) return null;
        return spot.Token.Parent is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax
            ? SignalRegistration.Looping((StatementSyntax)spot.Token.Parent, spot)
            : StandstillAt(spot) is { } wait ? SignalRegistration.Waiting(wait, spot) : null;
    }

    private static SignalRegistration.Standstill? StandstillAt(Spot spot) =>
        spot.Enclosing<ExpressionStatementSyntax>() is { } statement ? Standing(statement, spot) : null;

    /// <summary>The wait of a statement: an event in a variable can be set, anything else is replaced.</summary>
    internal static SignalRegistration.Standstill Standing(ExpressionStatementSyntax statement, Spot spot) =>
        statement.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax source, Name.Identifier.ValueText: "WaitOne" or "Wait" } }
        && spot.Model.GetTypeInfo(source, spot.Cancellation).Type?.Name is "ManualResetEvent" or "AutoResetEvent" or "EventWaitHandle" or "ManualResetEventSlim"
            ? new(statement, source.Identifier.Text)
            : new(statement, null);
}
