using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Subscriptions of objects of which one is made each time, to something that lives as long as the application, and that nobody ends.</summary>
internal sealed class LostSubscriptions(Known known)
{
    /// <summary>What methods of the project are called that do.</summary>
    private static readonly string[] Own = ["Subscribe", "SubscribeAsync"];

    private readonly ServiceLives _lives = new(known);
    private readonly RequestPaths _requests = known.RequestPaths;
    private readonly ApiSet _subscribe = known.Calls(RegistrationApis.Subscribe);
    private readonly INamedTypeSymbol? _disposable = known.Type("System.IDisposable");

    /// <summary>What the calls are named that subscribe.</summary>
    public IEnumerable<string> Names => _subscribe.Names.Concat(Own);

    /// <summary>What the subscription keeps alive: the type, or the request; null when it is ended, or keeps nothing for long.</summary>
    public string? Keeps(IInvocationOperation call) =>
        IsSubscription(call.TargetMethod) && Unreleased.IsDropped(call) && IsOwn(call.Receiver()) ? Subscriber(call) : null;

    /// <summary>The same for an event.</summary>
    public string? Keeps(IEventAssignmentOperation assignment) =>
        assignment is { Adds: true, EventReference: IEventReferenceOperation { Event: var published } reference } && HoldsOn(assignment.HandlerValue) && IsLasting(published, reference.Instance)
        && Subscriber(assignment) is { } subscriber && !IsTakenBack(published.Name, assignment)
            ? subscriber
            : null;

    private bool IsSubscription(IMethodSymbol method) =>
        _subscribe.Has(method) || Own.Contains(method.Name) && known.Declares(method) && Types.Is(Result(method.ReturnType), _disposable);

    /// <summary>What is awaited: a task can be disposed too, and that ends nothing.</summary>
    private static ITypeSymbol? Result(ITypeSymbol type) => Types.IsTask(type) ? ((INamedTypeSymbol)type).TypeArguments.FirstOrDefault() : type;

    /// <summary>What the object was given when it was made, or what is static.</summary>
    private static bool IsOwn(IOperation? publisher) => publisher?.Bare() switch
    {
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
        _ => false,
    };

    private bool IsLasting(IEventSymbol published, IOperation? publisher) =>
        published.IsStatic || IsOwn(publisher) && _lives.IsLasting(publisher!.Bare().Type);

    /// <summary>Whether the handler holds on to an object: a method of it, or a lambda that uses it or a variable of the call.</summary>
    private static bool HoldsOn(IOperation handler) => handler.Bare() is IDelegateCreationOperation { Target: var target } && target switch
    {
        IMethodReferenceOperation method => method.Instance is IInstanceReferenceOperation,
        IAnonymousFunctionOperation lambda => lambda.Body.Descendants().Any(operation => operation is IInstanceReferenceOperation
            || operation is ILocalReferenceOperation { Local: var local } && !local.DeclaringSyntaxReferences.All(declared => lambda.Syntax.Span.Contains(declared.Span))),
        _ => false,
    };

    private string? Subscriber(IOperation place)
    {
        if (place.EnclosingSymbol() is not { } symbol) return null;
        if (place.EnclosingFunction() is { } function) return _requests.Handed(function) is { } handed ? handed.Name : null;
        if (_lives.IsShort(symbol.ContainingType)) return symbol.ContainingType.Name;
        return symbol is IMethodSymbol method && !_requests.None && _requests.Member(method, place) is { } entrance ? entrance.Name : null;
    }

    /// <summary>Whether the type takes a handler of an event of this name back somewhere.</summary>
    private static bool IsTakenBack(string name, IOperation place) =>
        place.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && place.SemanticModel?.GetDeclaredSymbol(type) is { } declared
        && declared.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax().DescendantNodes()).OfType<AssignmentExpressionSyntax>()
            .Any(assignment => assignment.IsKind(SyntaxKind.SubtractAssignmentExpression) && Last(assignment.Left) == name);

    private static string? Last(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };
}
