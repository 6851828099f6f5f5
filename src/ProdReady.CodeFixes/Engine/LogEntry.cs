using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Flow;

namespace ProdReady.Engine;

/// <summary>What to say about a failed attempt: what was tried, and on which item.</summary>
/// <param name="Template">A message template: "ProcessOrder failed for {OrderId}".</param>
/// <param name="Values">The expressions for its holes.</param>
internal sealed record LogEntry(string Template, string[] Values)
{
    private static readonly string[] Identities = ["Id", "Key", "Name", "Path"];

    /// <summary>The text of an interpolated string that says the same.</summary>
    public string Interpolated
    {
        get
        {
            var text = Template;
            foreach (var value in Values)
            {
                var open = text.IndexOf("{", text.LastIndexOf("\u0001", StringComparison.Ordinal) + 1, StringComparison.Ordinal);
                var close = text.IndexOf("}", open, StringComparison.Ordinal);
                text = text.Substring(0, open) + "{" + value + "}\u0001" + text.Substring(close + 1);
            }

            return text.Replace("\u0001", "");
        }
    }

    /// <summary>Reads the attempt: the name of its call, and the loop variable or argument it works on, if the handler can name it.</summary>
    public static LogEntry About(ITryOperation attempt, int position, SemanticModel model)
    {
        var call = Attempts.Call(attempt);
        var what = ((IsAside(call) ? Member(position, model) : null) ?? call?.TargetMethod.Name ?? "An attempt") + " failed";
        return Item(attempt, call, position, model) is var (hole, value) ? new LogEntry($"{what} for {{{hole}}}", [value]) : new LogEntry(what, []);
    }

    /// <summary>Whether the attempt is hardly about the call: there is none, or it only looks at texts and sequences.</summary>
    private static bool IsAside(IInvocationOperation? call) =>
        call is null || call.TargetMethod.Name.StartsWith("IsN", StringComparison.Ordinal) || call.TargetMethod.ContainingType is { SpecialType: SpecialType.System_String } or { Name: "Path" or "Enumerable" };

    /// <summary>The name of the member around the place.</summary>
    private static string? Member(int position, SemanticModel model)
    {
        var symbol = model.GetEnclosingSymbol(position);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }) symbol = symbol.ContainingSymbol;
        return symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, CanBeReferencedByName: true } ? symbol.Name : null;
    }

    private static (string Hole, string Value)? Item(ITryOperation attempt, IInvocationOperation? call, int position, SemanticModel model)
    {
        for (var loop = attempt.Enclosing<IForEachLoopOperation>(); loop is not null; loop = loop.Enclosing<IForEachLoopOperation>())
        {
            if (loop.Locals.Length == 1 && Identity(loop.Locals[0].Name, loop.Locals[0].Type) is { } identity) return identity;
        }

        foreach (var argument in call is null ? Enumerable.Empty<IArgumentOperation>() : call.Arguments)
        {
            ISymbol? item = argument.Value.Bare() switch
            {
                ILocalReferenceOperation local when model.AnalyzeDataFlow(attempt.Syntax) is { Succeeded: true } flow && flow.DefinitelyAssignedOnEntry.Contains(local.Local, SymbolEqualityComparer.Default) => local.Local,
                IParameterReferenceOperation parameter when model.LookupSymbols(position, name: parameter.Parameter.Name).Contains(parameter.Parameter, SymbolEqualityComparer.Default) && parameter.Parameter.RefKind != RefKind.Out => parameter.Parameter,
                _ => null,
            };
            if (item is not null && Identity(item.Name, argument.Value.Bare().Type) is { } identity) return identity;
        }

        return null;
    }

    /// <summary>How an item is told from others: itself when it is simple, else its Id, Key, Name or Path.</summary>
    private static (string Hole, string Value)? Identity(string name, ITypeSymbol? type)
    {
        if (type is null || name == "_" || LooksSecret(name)) return null;
        var hole = char.ToUpperInvariant(name[0]) + name.Substring(1);
        if (IsSimple(type)) return (hole, Fresh.Written(name));
        var member = Identities.FirstOrDefault(candidate => type.GetMembers(candidate).OfType<IPropertySymbol>().Any(property => property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, GetMethod.DeclaredAccessibility: Accessibility.Public } && IsSimple(property.Type)));
        return member is null || type.NullableAnnotation == NullableAnnotation.Annotated ? null : (hole + member, $"{Fresh.Written(name)}.{member}");
    }

    private static bool IsSimple(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_String or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64
        || type.TypeKind == TypeKind.Enum
        || type is { Name: "Guid" or "Uri", ContainingNamespace.Name: "System" };

    /// <summary>Values that have no place in a log.</summary>
    private static bool LooksSecret(string name) =>
        new[] { "password", "secret", "token", "credential", "key", "content", "body", "json", "payload", "email", "phone" }.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}
