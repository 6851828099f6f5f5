using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Health;

/// <summary>Writes the answer that tells of the failure: the status of the registration, and the exception.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HealthCheckHidesFailureFixer() : ProductionFixer(
    HealthCheckHidesFailure.Rule,
    new Remedy("Answer the failure status of the registration", spot => Task.FromResult(Kind(spot) switch
    {
        nameof(HealthCheckHidesFailure.Rule) or nameof(HealthCheckHidesFailure.AsDegraded) => AnswerFailure(spot),
        nameof(HealthCheckHidesFailure.OwnStatus) => AskRegistration(spot),
        _ => null,
    })),
    new Remedy("Answer 503", spot => Task.FromResult(Kind(spot) switch
    {
        nameof(HealthCheckHidesFailure.AsSuccess) => AnswerUnavailable(spot),
        nameof(HealthCheckHidesFailure.Ready) => AnswerUnavailableWhenDegraded(spot),
        _ => null,
    })),
    new Remedy("Put the message of the exception there", spot => Task.FromResult(Kind(spot) == nameof(HealthCheckHidesFailure.InData) ? PutMessage(spot) : null)),
    new Remedy("Let cancellation through", spot => Task.FromResult(Kind(spot) == nameof(HealthCheckHidesFailure.GivenUp) ? LetThrough(spot) : null)))
{
    private const string Unavailable = "StatusCodes.Status503ServiceUnavailable";

    private static string? Kind(Spot spot) => spot.Note(HealthCheckHidesFailure.Kind);

    private static SyntaxNode? AnswerFailure(Spot spot)
    {
        if (spot.Enclosing<CatchClauseSyntax>() is not { } handler) return null;
        var name = handler.Declaration is { Identifier.ValueText: { Length: > 0 } given } ? Fresh.Written(given) : Fresh.Name(spot, handler, "ex", "failure");
        var old = handler.Block.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<InvocationExpressionSyntax>()
            .Where(call => FailureAnswer.IsCalled(call, "Healthy", "Degraded")).ToArray();
        var isReturned = handler.Block.DescendantNodes().OfType<ReturnStatementSyntax>().Any();
        if (old.Length == 0 && isReturned) return null;
        CatchClauseSyntax changed;
        if (old.Length > 0)
        {
            changed = handler.ReplaceNodes(old, (call, _) => Pattern.Expression(FailureAnswer.Text(spot, FailureAnswer.WithException(call, name))).WithTriviaFrom(call));
        }
        else
        {
            var answer = FailureAnswer.Text(spot, FailureAnswer.WithException(null, name));
            changed = Handler.Ending(handler, $"return {(Awaiting.IsOpen(handler) || !ReturnsTask(spot) ? answer : $"Task.FromResult({answer})")};", spot.NewLine);
        }

        changed = Handler.Named(changed, name);
        return Usings.Ensure(spot.Root.ReplaceNode(handler, changed), spot, HealthCheckApis.Result, changed.Declaration?.Type.ToString() == "Exception" ? "System.Exception" : null);
    }

    private static bool ReturnsTask(Spot spot) =>
        spot.Model.GetEnclosingSymbol(spot.Token.SpanStart, spot.Cancellation) is IMethodSymbol method && Facts.Types.IsTask(method.ReturnType);

    /// <summary>All such answers of the method at once.</summary>
    private static SyntaxNode? AskRegistration(Spot spot)
    {
        var status = FailureAnswer.Text(spot, []);
        if (spot.Enclosing<MethodDeclarationSyntax>() is not { } method || SyntaxFactory.ParseExpression(status) is not ObjectCreationExpressionSyntax made) return null;
        var answers = method.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<InvocationExpressionSyntax>().Where(call => FailureAnswer.IsCalled(call, "Unhealthy")).ToArray();
        return spot.Root.ReplaceNodes(answers, (call, _) => Of(call).WithTriviaFrom(call));

        // With its arguments as they are laid out.
        ExpressionSyntax Of(InvocationExpressionSyntax call)
        {
            var arguments = call.ArgumentList.Arguments;
            var isOnLines = call.ArgumentList.OpenParenToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
            var first = isOnLines ? made.ArgumentList!.Arguments[0].WithLeadingTrivia(arguments[0].GetLeadingTrivia()) : made.ArgumentList!.Arguments[0];
            var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(isOnLines ? SyntaxFactory.EndOfLine(spot.NewLine) : SyntaxFactory.Space);
            return made.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(
                arguments.Prepend(first), arguments.Count == 0 ? [] : arguments.GetSeparators().Prepend(comma))));
        }
    }

    private static SyntaxNode? AnswerUnavailable(Spot spot) =>
        spot.Token.Parent?.AncestorsAndSelf().OfType<ExpressionSyntax>().LastOrDefault(node => node.SpanStart == spot.Token.SpanStart && node.Parent is AssignmentExpressionSyntax or ArgumentSyntax or InitializerExpressionSyntax) is { } code
            ? Usings.Ensure(spot.Root.ReplaceNode(code, Pattern.Expression(Unavailable).WithTriviaFrom(code)), spot, "Microsoft.AspNetCore.Http.StatusCodes")
            : null;

    private static SyntaxNode? AnswerUnavailableWhenDegraded(Spot spot)
    {
        if (spot.Call is not { } map) return null;
        const string Codes = $"ResultStatusCodes = {{ [HealthStatus.Degraded] = {Unavailable} }}";
        var options = map.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault();
        if (options is null && map.ArgumentList.Arguments.Count != 1) return null;
        InvocationExpressionSyntax changed;
        if (options is null) changed = MoreArguments.Adding(map, SyntaxFactory.Argument(Pattern.Expression($"new HealthCheckOptions {{ {Codes} }}")));
        else if (options.Initializer is not { Expressions: { Count: > 0 } set }) return null;
        else
        {
            var separator = set.GetSeparators().FirstOrDefault();
            if (separator == default) separator = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(set[0].GetLeadingTrivia().Any() ? SyntaxFactory.EndOfLine(spot.NewLine) : SyntaxFactory.Space);
            var last = set.Last();
            var added = Pattern.Expression($"new HealthCheckOptions {{ {Codes} }}").DescendantNodes().OfType<AssignmentExpressionSyntax>().First().WithLeadingTrivia(last.GetLeadingTrivia()).WithTrailingTrivia(last.GetTrailingTrivia());
            var expressions = set.Count == set.SeparatorCount
                ? SyntaxFactory.SeparatedList(set.Append(added.WithTrailingTrivia()), set.GetSeparators().Append(separator))
                : SyntaxFactory.SeparatedList(set.Take(set.Count - 1).Append(last.WithTrailingTrivia()).Append(added), set.GetSeparators().Append(separator));
            changed = map.ReplaceNode(options, options.WithInitializer(options.Initializer.WithExpressions(expressions)));
        }

        return Usings.Ensure(spot.Root.ReplaceNode(map, changed), spot, "Microsoft.AspNetCore.Http.StatusCodes", HealthCheckApis.Status, options is null ? HealthApis.Options : null);
    }

    private static SyntaxNode? PutMessage(Spot spot) =>
        spot.Token.Parent is IdentifierNameSyntax { Parent: AssignmentExpressionSyntax or ArgumentSyntax or InitializerExpressionSyntax } name && Facts.Types.Is(spot.Model.GetTypeInfo(name, spot.Cancellation).Type, spot.Type("System.Exception"))
            ? spot.Root.ReplaceNode(name, Pattern.Expression($"{name.WithoutTrivia()}.Message").WithTriviaFrom(name))
            : null;

    private static SyntaxNode? LetThrough(Spot spot)
    {
        if (spot.Enclosing<CatchClauseSyntax>() is not { Parent: TryStatementSyntax } handler || Awaiting.TokenInScope(spot) is not { } token) return null;
        var end = spot.NewLine;
        var before = ((TryStatementSyntax)SyntaxFactory.ParseStatement($"try {{ }}{end}catch (OperationCanceledException) when ({token}.IsCancellationRequested){end}{{{end}throw;{end}}}{end}")).Catches[0]
            .WithLeadingTrivia(handler.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
        return Usings.Ensure(spot.Root.InsertNodesBefore(handler, [before]), spot, "System.OperationCanceledException");
    }
}
