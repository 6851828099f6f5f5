using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Shutdown;

/// <summary>Closes the entrance of the queue when the service stops, and has the worker read to the end for as long as the host waits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class QueueNotDrainedFixer() : ProductionFixer(
    QueueNotDrained.Rule,
    new Remedy("Complete the queue in StopAsync and read until it is empty", spot => Task.FromResult(Drain(spot))))
{
    private static SyntaxNode? Drain(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name.Identifier.ValueText: var name } } call) return null;
        if (call.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Parent: ClassDeclarationSyntax type } method || Completing(receiver, name, spot) is not { } complete) return null;
        if (spot.Model.GetDeclaredSymbol(type, spot.Cancellation) is not { } worker || !CanWait(worker, spot)) return null;

        var unlimited = call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(call.ArgumentList.Arguments.Where(argument => !IsToken(argument, spot)))));
        var stop = Pattern.Member($$"""

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                // Nothing more comes in; what is in there is worked off for as long as the host waits.
                {{complete}};
                if (ExecuteTask is { } work) await Task.WhenAny(work, Task.Delay(Timeout.Infinite, cancellationToken));
                await base.StopAsync(cancellationToken);
            }
            """, spot.NewLine);
        var marked = type.ReplaceNode(call, unlimited);
        var at = type.Members.IndexOf(method);
        return Usings.Ensure(spot.Root.ReplaceNode(type, marked.WithMembers(marked.Members.Insert(at + 1, stop.WithAdditionalAnnotations(Formatter.Annotation)))), spot,
            "System.Threading.CancellationToken", "System.Threading.Tasks.Task");
    }

    /// <summary>What closes the queue, where the whole object can say it; null where reading to the end would end in another way.</summary>
    private static string? Completing(ExpressionSyntax receiver, string read, Spot spot) => receiver switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Reader", Expression: var channel } when read is "ReadAllAsync" or "WaitToReadAsync" && IsOfTheObject(channel, spot) => channel + ".Writer.TryComplete()",
        _ when read is "GetConsumingEnumerable" && IsOfTheObject(receiver, spot) => receiver + ".CompleteAdding()",
        _ => null,
    };

    private static bool IsOfTheObject(ExpressionSyntax queue, Spot spot) =>
        spot.Model.GetSymbolInfo(queue, spot.Cancellation).Symbol switch
        {
            IFieldSymbol or IPropertySymbol => queue is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
            // That of a primary constructor.
            IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
            _ => false,
        };

    /// <summary>Whether the worker can wait for its own end, and does not stop in a way of its own.</summary>
    private static bool CanWait(INamedTypeSymbol worker, Spot spot) =>
        spot.Type(WorkerApis.BackgroundService) is { } service && Types.Is(worker, service) && service.GetMembers("ExecuteTask").Length > 0
        && !worker.GetMembers("StopAsync").Any() && SymbolEqualityComparer.Default.Equals(worker.BaseType, service);

    private static bool IsToken(ArgumentSyntax argument, Spot spot) => spot.Model.GetTypeInfo(argument.Expression, spot.Cancellation).Type?.Name == "CancellationToken";
}
