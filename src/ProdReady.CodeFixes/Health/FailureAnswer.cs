using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Health;

/// <summary>The answer that a check failed, with the status that its registration asks for.</summary>
internal static class FailureAnswer
{
    /// <summary>How the place writes the answer; without the context of the check it is Unhealthy.</summary>
    /// <param name="spot">The place.</param>
    /// <param name="arguments">What follows the status: description, exception and data, as they are written.</param>
    public static string Text(Spot spot, IEnumerable<ArgumentSyntax> arguments)
    {
        var list = arguments.Select(argument => argument.WithoutTrivia().ToString());
        return Context(spot) is { } context
            ? $"new HealthCheckResult({string.Join(", ", list.Prepend($"{context}.Registration.FailureStatus"))})"
            : $"HealthCheckResult.Unhealthy({string.Join(", ", list)})";
    }

    /// <summary>The arguments with the exception, unless one is there; only the data of an answer that said nothing of a failure.</summary>
    public static IEnumerable<ArgumentSyntax> WithException(InvocationExpressionSyntax? old, string exception)
    {
        if (old is null) return [Named("exception", exception)];
        var arguments = old.ArgumentList.Arguments;
        if (IsCalled(old, "Healthy"))
        {
            var data = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "data") ?? (arguments.Count > 1 && arguments[1].NameColon is null ? Named("data", arguments[1].Expression.ToString()) : null);
            return data is null ? [Named("exception", exception)] : [Named("exception", exception), data];
        }

        if (arguments.Any(argument => argument.NameColon?.Name.Identifier.ValueText == "exception") || arguments.Count > 1 && arguments[1].NameColon is null) return arguments;
        var described = arguments.TakeWhile(argument => argument.NameColon is null).ToArray();
        return described.Append(Named("exception", exception)).Concat(arguments.Skip(described.Length));
    }

    public static bool IsCalled(InvocationExpressionSyntax call, params string[] names) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: var owner, Name.Identifier.ValueText: var name } && names.Contains(name) && owner.ToString().EndsWith("HealthCheckResult", StringComparison.Ordinal);

    private static ArgumentSyntax Named(string name, string value) =>
        SyntaxFactory.ParseArgumentList($"({name}: {value})").Arguments[0];

    /// <summary>The name of the context that a function around the place was given.</summary>
    private static string? Context(Spot spot)
    {
        var type = spot.Type(HealthCheckApis.Context);
        for (var symbol = spot.Model.GetEnclosingSymbol(spot.Token.SpanStart, spot.Cancellation); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            var parameter = method.Parameters.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Type, type));
            if (parameter is { Name: not ("" or "_") }) return Fresh.Written(parameter.Name);
            if (method.IsStatic) return null;
        }

        return null;
    }
}
