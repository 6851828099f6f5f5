using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Load;

/// <summary>Registers each instance, or takes the second registration out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HostedServiceRegisteredOnceFixer() : ProductionFixer(
    HostedServiceRegisteredOnce.Rule,
    new Remedy("Register each instance", spot => Task.FromResult(RegisterEach(spot))),
    new Remedy("Remove the registration that is ignored", spot => Task.FromResult(Remove(spot))))
{
    private static SyntaxNode? RegisterEach(Spot spot)
    {
        if (spot.Call is not { } call || Name(call) is not { } name || Service(call, spot) is not { } service) return null;
        var hosted = Pattern.Expression(call.ArgumentList.Arguments.Count == 0 ? $"AddSingleton<IHostedService, {service}>" : "AddSingleton<IHostedService>");
        var changed = spot.Root.ReplaceNode(name, ((SimpleNameSyntax)hosted).WithTriviaFrom(name));
        return Usings.Ensure(changed, spot, WorkerApis.HostedService, "Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions");
    }

    /// <summary>Open where the registration is the second of two: taking it out changes nothing.</summary>
    private static SyntaxNode? Remove(Spot spot)
    {
        if (spot.Call is not { } call || call.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).Any(IsLoop)) return null;
        return RemovedCall.From(spot.Root, call);
    }

    private static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    private static SimpleNameSyntax? Name(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name,
        MemberBindingExpressionSyntax member => member.Name,
        _ => null,
    };

    /// <summary>The type as it is named at the place.</summary>
    private static string? Service(InvocationExpressionSyntax call, Spot spot) =>
        Name(call) is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } written } ? written[0].ToString()
        : (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol as IMethodSymbol)?.TypeArguments.FirstOrDefault()?.ToMinimalDisplayString(spot.Model, call.SpanStart);
}
