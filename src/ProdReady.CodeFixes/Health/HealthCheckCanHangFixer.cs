using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Health;

/// <summary>Gives the call the token that ends it, or the checks a time after which they count as failed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HealthCheckCanHangFixer() : ProductionFixer(
    HealthCheckCanHang.Rule,
    new Remedy("Pass the token", spot => Task.FromResult(PassToken(spot))),
    new Remedy("Await the call and pass the token", spot => Task.FromResult(Await(spot))),
    new Remedy("Give all checks a timeout", spot => Task.FromResult(LimitAll(spot))),
    new Remedy("Give this check a timeout", spot => Task.FromResult(LimitOne(spot))))
{
    private static SyntaxNode? PassToken(Spot spot)
    {
        if (spot.Call is not { Parent: AwaitExpressionSyntax or MemberAccessExpressionSyntax } call) return null;
        if (spot.Note(HealthCheckCanHang.TakesNote) is not null) return TakeToken(call, spot);
        if (spot.Note(HealthCheckCanHang.TokenNote) is not { } token) return null;
        return TokenArgument.Given(call, token, spot) is { } given ? spot.Root.ReplaceNode(call, given) : null;
    }

    /// <summary>A lambda of which another call was given the token already has it.</summary>
    private static SyntaxNode? TakeToken(InvocationExpressionSyntax call, Spot spot)
    {
        if (spot.Enclosing<ParenthesizedLambdaExpressionSyntax>() is not { } lambda) return null;
        var isTaken = lambda.ParameterList.Parameters.Count > 0;
        var token = isTaken ? lambda.ParameterList.Parameters[0].Identifier.Text : Fresh.Name(spot, lambda, "cancellationToken", "probeToken");
        if (TokenArgument.Given(call, token, spot) is not { } given) return null;
        var changed = lambda.ReplaceNode(call, given);
        return spot.Root.ReplaceNode(lambda, isTaken ? changed : changed.WithParameterList(changed.ParameterList.AddParameters(SyntaxFactory.Parameter(SyntaxFactory.Identifier(token)))));
    }

    private static SyntaxNode? Await(Spot spot)
    {
        if (spot.Call is not { Expression: MemberAccessExpressionSyntax access } call || spot.Note(HealthCheckCanHang.TokenNote) is not { } token) return null;
        if (!Awaiting.IsOpen(call) || spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method || call.Parent is AwaitExpressionSyntax) return null;
        var name = method.Name + "Async";
        var isThere = spot.Model.LookupSymbols(call.SpanStart, spot.Model.GetTypeInfo(access.Expression, spot.Cancellation).Type, name, includeReducedExtensionMethods: true).OfType<IMethodSymbol>()
            .Any(other => other.Parameters.Length == call.ArgumentList.Arguments.Count + 1 && other.Parameters.Last().Type.Name == "CancellationToken");
        if (!isThere) return null;
        var asynchronous = call.WithExpression(access.WithName(SyntaxFactory.IdentifierName(name))).WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token)))).WithoutTrivia();
        var text = $"await {asynchronous}";
        var holder = call.Parent is PostfixUnaryExpressionSyntax forgiven ? forgiven.Parent : call.Parent;
        return spot.Root.ReplaceNode(call, Pattern.Expression(holder is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ElementAccessExpressionSyntax ? $"({text})" : text).WithTriviaFrom(call));
    }

    /// <summary>After all registrations, wherever they are made: hence PostConfigure.</summary>
    private static SyntaxNode? LimitAll(Spot spot)
    {
        if (Registration(spot) is not { } call || Seconds(spot) is not { } seconds || Services(call, spot) is not { } services) return null;
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || call.Ancestors().TakeWhile(node => node != statement).Any(node => node is AnonymousFunctionExpressionSyntax)) return null;
        if (statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax)) return null;
        var added = CheckTimeouts.Statement(services, seconds, statement.Parent!, spot);
        SyntaxNode? root = statement.Parent switch
        {
            GlobalStatementSyntax { Parent: CompilationUnitSyntax } global => spot.Root.InsertNodesAfter(global, [SyntaxFactory.GlobalStatement(added)]),
            BlockSyntax => spot.Root.InsertNodesAfter(statement, [added]),
            _ => null,
        };
        return root is null ? null : Usings.Ensure(root, spot, CheckTimeouts.Names);
    }

    private static SyntaxNode? LimitOne(Spot spot)
    {
        if (Registration(spot) is not { } call || Seconds(spot) is not { } seconds || spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        var takesTimeout = method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other => other.TypeParameters.Length == method.TypeParameters.Length && other.Parameters.Any(parameter => parameter.Name == "timeout"));
        if (!takesTimeout || method.Name == "AddTypeActivatedCheck" || call.ArgumentList.Arguments.Any(argument => argument.NameColon?.Name.Identifier.ValueText == "timeout")) return null;
        var limit = SyntaxFactory.Argument(SyntaxFactory.NameColon("timeout"), default, Pattern.Expression($"TimeSpan.FromSeconds({seconds})").WithLeadingTrivia(SyntaxFactory.Space));
        return Usings.Ensure(spot.Root.ReplaceNode(call, MoreArguments.Adding(call, limit)), spot, "System.TimeSpan");
    }

    private static InvocationExpressionSyntax? Registration(Spot spot) => Seconds(spot) is null ? null : spot.Call;

    private static string? Seconds(Spot spot) => spot.Note(HealthCheckCanHang.SecondsNote);

    /// <summary>How the place writes the services: what AddHealthChecks is called on, or the property of the builder of checks.</summary>
    private static string? Services(InvocationExpressionSyntax registration, Spot spot)
    {
        ExpressionSyntax receiver = registration;
        while (receiver is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            receiver = access.Expression;
            if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is IMethodSymbol { Name: "AddHealthChecks" }) return receiver is IdentifierNameSyntax or MemberAccessExpressionSyntax ? receiver.WithoutTrivia().ToString() : null;
        }

        return receiver is IdentifierNameSyntax name && spot.Model.GetTypeInfo(receiver, spot.Cancellation).Type?.Name == "IHealthChecksBuilder" ? $"{name.Identifier.Text}.Services" : null;
    }
}
