using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether a lock is more than that: a signal, or one that one method takes and another gives back.</summary>
internal sealed class LockRoles(Known known)
{
    private readonly Origins _origins = known.Origins;
    private readonly ConcurrentDictionary<INamedTypeSymbol, HashSet<string>> _handedOn = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _acquire = [.. Names(LockApis.Acquire, known)];
    private readonly HashSet<string> _release = [.. Names(LockApis.Release, known)];

    /// <summary>Whether it begins with nothing to take: who waits for it waits to be called.</summary>
    public bool IsSignal(LockUse use) =>
        use.Call.Instance is { } value && _origins.Of(value)?.Any(BeginsEmpty) == true;

    /// <summary>Whether a semaphore is made there with no permit.</summary>
    public static bool BeginsEmpty(IOperation origin) =>
        origin is IObjectCreationOperation { Arguments: { Length: > 0 } arguments } && arguments[0] is { Parameter.Name: "initialCount", Value.ConstantValue: { HasValue: true, Value: 0 } };

    /// <summary>Whether some function of its type, or of the one that uses it, gives the lock back without having taken it. Told by names: this question only asks for silence.</summary>
    public bool IsReleasedElsewhere(LockUse use)
    {
        if (use.Lock.Symbol is ILocalSymbol or IParameterSymbol) return false;
        var user = use.Call.EnclosingType();
        return new[] { user, use.Lock.Symbol.ContainingType }.OfType<INamedTypeSymbol>()
            .Any(type => _handedOn.GetOrAdd(Outermost(type).OriginalDefinition, HandedOn).Contains(use.Lock.Symbol.Name));
    }

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type) => type.ContainingType is { } outer ? Outermost(outer) : type;

    private HashSet<string> HandedOn(INamedTypeSymbol type)
    {
        var calls = type.DeclaringSyntaxReferences
            .SelectMany(declaration => declaration.GetSyntax().DescendantNodes())
            .OfType<InvocationExpressionSyntax>()
            .Select(call => (Call: call, Name: Flow.Names.Of(call)))
            .Where(found => _acquire.Contains(found.Name) || _release.Contains(found.Name))
            .SelectMany(found => Locks(found.Call).Select(name => (Lock: name, Function: Function(found.Call), Releases: _release.Contains(found.Name))))
            .ToArray();
        var taken = new HashSet<(string, SyntaxNode?)>(calls.Where(call => !call.Releases).Select(call => (call.Lock, call.Function)));
        return [.. calls.Where(call => call.Releases && !taken.Contains((call.Lock, call.Function))).Select(call => call.Lock)];
    }

    /// <summary>The names of what may be locked: the receiver, and the first argument.</summary>
    private static IEnumerable<string> Locks(InvocationExpressionSyntax call)
    {
        var receiver = call.Expression switch
        {
            MemberAccessExpressionSyntax member => Last(member.Expression),
            MemberBindingExpressionSyntax when call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access => Last(access.Expression),
            _ => null,
        };
        if (receiver is not null) yield return receiver;
        if (call.ArgumentList.Arguments.FirstOrDefault() is { } argument && Last(argument.Expression) is { } first) yield return first;
    }

    private static string? Last(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        PostfixUnaryExpressionSyntax inner => Last(inner.Operand),
        ThisExpressionSyntax => "this",
        _ => null,
    };

    private static SyntaxNode? Function(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(ancestor => ancestor is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax);

    private static IEnumerable<string> Names(Api[] table, Known known) => table.SelectMany(row => row.Members).Concat(known.UserApis.Names(table));
}
