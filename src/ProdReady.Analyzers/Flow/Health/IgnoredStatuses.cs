using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Checks that decide themselves what their failure counts as, whatever they are registered with.</summary>
internal sealed class IgnoredStatuses(Known known)
{
    private static readonly string[] Adding = ["AddCheck", "AddTypeActivatedCheck"];

    private readonly HealthFunctions _functions = new(known);
    private readonly HealthAnswers _answers = new(known);
    private readonly CheckRegistrations _registrations = new(known);

    /// <summary>
    /// Whether the first answer of a check that it failed makes up its own status: yes where a registration gives another one, unknown where a registration may
    /// give one, or the check is for the users of a library; no where all registrations leave it to the default, which is the same.
    /// </summary>
    public Answer Of(IInvocationOperation unhealthy)
    {
        if (unhealthy.EnclosingFunction() is not null || Entry(unhealthy) is not { } entry) return Answer.No;
        if (entry.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().FirstAncestorOrSelf<TypeDeclarationSyntax>()?.ToString().Contains("FailureStatus") == true)) return Answer.No;
        if (unhealthy.Root().Executed().OfType<IInvocationOperation>().Any(other => other.Syntax.SpanStart < unhealthy.Syntax.SpanStart && _answers.IsUnhealthy(other))) return Answer.No;
        var given = Given(entry.ContainingType);
        return given.Count == 0 ? known.Kind == ProjectKind.Library ? Answer.Unknown : Answer.No : given.Max();
    }

    private IMethodSymbol? Entry(IInvocationOperation unhealthy) =>
        unhealthy.Root().Syntax is MethodDeclarationSyntax method && unhealthy.SemanticModel?.GetEnclosingSymbol(method.Body?.SpanStart ?? method.ExpressionBody?.Expression.SpanStart ?? 0) is IMethodSymbol symbol
        && SymbolEqualityComparer.Default.Equals(_functions.Entry(symbol.ContainingType), symbol) ? symbol : null;

    /// <summary>Of each registration, whether it gives the check a status that differs from the one it has.</summary>
    private List<Answer> Given(INamedTypeSymbol check)
    {
        var given = new List<Answer>();
        known.AnyCall(Adding, operation =>
        {
            if (operation is IInvocationOperation call && _registrations.At(call) is { Check: { } registered } registration && SymbolEqualityComparer.Default.Equals(registered.OriginalDefinition, check.OriginalDefinition))
                given.Add(registration.FailureStatus is not { } status ? Answer.No : _answers.Status(status) switch { HealthAnswer.Unhealthy => Answer.No, HealthAnswer.Unknown => Answer.Unknown, _ => Answer.Yes });
            return false;
        });
        return given;
    }
}
