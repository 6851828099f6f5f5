using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The callbacks that are registered on tokens, and the locks they take before they return.</summary>
internal sealed class CancellationCallbacks(Known known)
{
    private readonly Origins _origins = known.Origins;
    private readonly ApiSet _register = known.Calls(CancellationApis.Register);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ILookup<ISymbol, IInvocationOperation>> _bySource = new(SymbolEqualityComparer.Default);

    /// <summary>The calls that register a callback.</summary>
    public ApiSet Registering => _register;

    /// <summary>Whether the call registers a callback.</summary>
    public bool Registers(IInvocationOperation call) => _register.Has(call.TargetMethod);

    /// <summary>The calls that a registration comes from.</summary>
    public IEnumerable<IInvocationOperation> Made(IOperation registration) =>
        (_origins.Of(registration) ?? []).Select(origin => origin.Bare()).OfType<IInvocationOperation>().Where(Registers);

    /// <summary>The calls that register a callback on the token of this source, in the type that has it.</summary>
    public IEnumerable<IInvocationOperation> On(ISymbol source) =>
        source.ContainingType is { } type ? _bySource.GetOrAdd(type.OriginalDefinition, Find)[source.OriginalDefinition] : [];

    /// <summary>Where the callback that is registered takes this lock before it returns; null when it does not, or cannot be seen.</summary>
    public LockTaking? Takes(IInvocationOperation registering, LockKey key) =>
        Code(registering) is { } code ? AtOnce(code).FirstOrDefault(taking => SymbolEqualityComparer.Default.Equals(taking.Lock.Symbol, key.Symbol)) : null;

    /// <summary>The object a method is called on, also behind <c>?.</c>.</summary>
    public static IOperation? Receiver(IInvocationOperation call) => call.Instance?.Bare() switch
    {
        IConditionalAccessInstanceOperation => call.Enclosing<IConditionalAccessOperation>()?.Operation.Bare(),
        var instance => instance,
    };

    /// <summary>The variable that holds a source; null for a local, or what is no variable.</summary>
    public static ISymbol? Member(IOperation? source) => source is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference ? reference.Member : null;

    private ILookup<ISymbol, IInvocationOperation> Find(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Where(declaration => known.Compilation.ContainsSyntaxTree(declaration.SyntaxTree))
        .SelectMany(declaration => declaration.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>())
        .Where(call => Names.Of(call) is "Register" or "UnsafeRegister")
        .Select(call => known.Bodies.Model(call.SyntaxTree).GetOperation(call)).OfType<IInvocationOperation>()
        .Where(Registers)
        .Select(call => (Source: Member(SourceOf(Receiver(call))), Call: call))
        .Where(found => found.Source is not null)
        .ToLookup(found => found.Source!.OriginalDefinition, found => found.Call, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default);

    /// <summary>The source of a token: <c>_stopping</c> of <c>_stopping.Token</c>, also by way of a local.</summary>
    private IOperation? SourceOf(IOperation? token) => token switch
    {
        IPropertyReferenceOperation { Property: { Name: "Token", ContainingType.Name: "CancellationTokenSource" }, Instance: { } source } => source.Bare(),
        ILocalReferenceOperation when _origins.Of(token) is { Count: 1 } origins && origins[0] is not ILocalReferenceOperation => SourceOf(origins[0]),
        _ => null,
    };

    private IOperation? Code(IInvocationOperation registering) =>
        registering.Arguments.Select(argument => argument.Value.Bare()).OfType<IDelegateCreationOperation>().LastOrDefault()?.Target switch
        {
            IAnonymousFunctionOperation lambda => lambda.Body,
            IMethodReferenceOperation { Method: var method } => Body(method),
            _ => null,
        };

    /// <summary>What a piece of code takes before its first await; a task that it starts runs up to that as well.</summary>
    private IEnumerable<LockTaking> AtOnce(IOperation code, bool follow = true)
    {
        foreach (var operation in known.Callees.Executed(code).TakeWhile(operation => operation is not IAwaitOperation))
        {
            if (known.LockSummaries.At(operation) is { } here && IsBlocking(here)) yield return here;
            foreach (var behind in known.LockSummaries.Behind(operation).Where(IsBlocking)) yield return behind;
            if (!follow || operation is not IInvocationOperation call || !Types.IsTask(call.Type) || Body(call.TargetMethod) is not { } started) continue;
            foreach (var inside in AtOnce(started, follow: false)) yield return inside;
        }
    }

    private static bool IsBlocking(LockTaking taking) => taking.Where is not IInvocationOperation call || !Types.IsTask(call.Type);

    private IOperation? Body(IMethodSymbol method) => known.Implementations.Target(method) is { } target ? known.Bodies.Of(target) : null;
}
