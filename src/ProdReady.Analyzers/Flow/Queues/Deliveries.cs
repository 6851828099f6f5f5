using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>How RabbitMQ hands messages to the code of a type.</summary>
internal sealed class Deliveries(Known known)
{
    private readonly ApiSet _deliver = known.Calls(BrokerApis.Deliver);
    private readonly ApiSet _subscribe = known.Calls(BrokerApis.Subscribe);

    /// <summary>
    /// Whether nobody but RabbitMQ calls the function around <paramref name="operation"/>, and waits for an acknowledgement that no one else gives:
    /// all subscriptions of the type say <c>autoAck: false</c>, and nothing in it answers the exceptions of handlers.
    /// </summary>
    public bool EndAt(IOperation operation) =>
        operation.EnclosingSymbol() is IMethodSymbol { ContainingType: { } type } method
        && !(method.IsAsync && method.ReturnsVoid)
        && IsHandler(method, operation.EnclosingFunction(), type)
        && Parts(type).ToArray() is var parts
        && !parts.SelectMany(part => part.DescendantTokens()).Any(token => token.ValueText is "CallbackException" or "CallbackExceptionAsync")
        && IsManual(parts);

    private bool IsHandler(IMethodSymbol method, IOperation? function, INamedTypeSymbol type)
    {
        for (var overridden = method; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (_deliver.Has(overridden)) return true;
        }

        if (function is IAnonymousFunctionOperation lambda)
        {
            var parent = lambda.Parent;
            while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation) parent = parent.Parent;
            return parent is IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation received } && _deliver.Has(received.Event);
        }

        // Everybody who names the method subscribes it.
        var uses = Parts(type).SelectMany(part => part.DescendantNodes()).OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == method.Name).ToArray();
        return uses.Length > 0 && (method.DeclaredAccessibility == Accessibility.Private || method.MethodKind == MethodKind.LocalFunction) && uses.All(use => Subscribes(use, method));
    }

    /// <summary>Whether the name stands for the handler of an event, or is all that a lambda calls which does.</summary>
    private bool Subscribes(IdentifierNameSyntax use, IMethodSymbol method)
    {
        if (use.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription) return false;
        if (known.Bodies.Model(subscription.SyntaxTree).GetOperation(subscription) is not IEventAssignmentOperation { EventReference: IEventReferenceOperation received, HandlerValue: var handler } || !_deliver.Has(received.Event)) return false;
        foreach (var part in handler.DescendantsAndSelf())
        {
            if (part is IMethodReferenceOperation reference) return IsSame(reference.Method, method);
            if (part is IAnonymousFunctionOperation lambda)
            {
                return !(lambda.Symbol.IsAsync && lambda.Symbol.ReturnsVoid)
                    && lambda.Body.Operations.Where(statement => statement is not IReturnOperation { ReturnedValue: null }).ToArray() is { Length: 1 } statements
                    && Value(statements[0])?.Bare() is IInvocationOperation call && IsSame(call.TargetMethod, method);
            }
        }

        return false;

        static IOperation? Value(IOperation statement) => statement switch
        {
            IReturnOperation { ReturnedValue: var value } => value,
            IExpressionStatementOperation { Operation: var value } => value,
            _ => null,
        };
    }

    private bool IsManual(SyntaxNode[] parts)
    {
        var subscriptions = parts.SelectMany(part => part.DescendantNodes())
            .OfType<InvocationExpressionSyntax>()
            .Where(call => Names.Of(call) is "BasicConsume" or "BasicConsumeAsync")
            .Select(call => known.Bodies.Model(call.SyntaxTree).GetOperation(call))
            .ToArray();
        return subscriptions.Length > 0 && subscriptions.All(subscription =>
            subscription is IInvocationOperation call && _subscribe.Has(call.TargetMethod) && call.Argument("autoAck") is { ConstantValue: { HasValue: true, Value: false } });
    }

    private IEnumerable<SyntaxNode> Parts(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Where(part => known.Compilation.ContainsSyntaxTree(part.SyntaxTree)).Select(part => part.GetSyntax());

    /// <summary>Local functions of two semantic models are the same if they are written at the same place.</summary>
    private static bool IsSame(IMethodSymbol one, IMethodSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition)
        || one.MethodKind == MethodKind.LocalFunction && other.MethodKind == MethodKind.LocalFunction
        && one.DeclaringSyntaxReferences.FirstOrDefault()?.Span == other.DeclaringSyntaxReferences.FirstOrDefault()?.Span;
}
