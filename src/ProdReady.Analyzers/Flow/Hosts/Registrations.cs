using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Registrations that are made more than once with the same collection of services.</summary>
internal sealed class Registrations(ApiSet add)
{
    /// <summary>Whether a loop makes the registration in each of its rounds, with a collection that was there before.</summary>
    public bool IsRepeated(IInvocationOperation call) =>
        call.Enclosing<ILoopOperation>() is { } loop && Collection(call) is { } collection && !loop.Syntax.Span.Contains(collection.DeclaringSyntaxReferences.FirstOrDefault()?.Span ?? default)
        && !EndsWithTheFirst(loop, call) && (IsInEachRound(call, loop) || IsMadeForTheRound(call, loop));

    /// <summary>A registration of the same type with the same collection that was certainly made before; null when there is none.</summary>
    public IInvocationOperation? Earlier(IInvocationOperation call, INamedTypeSymbol service) =>
        Collection(call) is { } collection
            ? (call.EnclosingFunction() ?? call.Root()).Executed().OfType<IInvocationOperation>().FirstOrDefault(earlier =>
                earlier != call && add.Has(earlier.TargetMethod) && SymbolEqualityComparer.Default.Equals(earlier.TargetMethod.TypeArguments[0], service)
                && SymbolEqualityComparer.Default.Equals(Collection(earlier), collection) && IsBefore(earlier, call))
            : null;

    /// <summary>The variable at the beginning of the chain: <c>builder</c> of <c>builder.Services.AddRouting()</c>.</summary>
    private static ISymbol? Collection(IInvocationOperation call)
    {
        var value = call.Receiver()?.Bare();
        while (value is IInvocationOperation or IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation) })
            value = (value is IInvocationOperation chained ? chained.Receiver() : ((IPropertyReferenceOperation)value).Instance)?.Bare();
        return Variables.Of(value);
    }

    /// <summary>Whether the earlier one stands in the chain of the later, or before it in the same block or one around it.</summary>
    private static bool IsBefore(IOperation earlier, IInvocationOperation later)
    {
        if (earlier.Syntax.SpanStart == later.Syntax.SpanStart && later.Syntax.Span.Contains(earlier.Syntax.Span)) return true;
        return earlier.Syntax.Span.End <= later.Syntax.SpanStart
            && earlier.Enclosing<IExpressionStatementOperation>() is { Parent: IBlockOperation block } statement && block.Syntax.Span.Contains(later.Syntax.Span) && Unconditional.IsIn(statement, earlier);
    }

    private static bool IsInEachRound(IOperation call, ILoopOperation loop)
    {
        for (var (inner, outer) = (call, call.Parent); outer != loop; (inner, outer) = (outer, outer.Parent))
        {
            if (outer is null or IConditionalOperation or ISwitchOperation or ITryOperation or IConditionalAccessOperation || outer == loop.Body && inner == loop.Body) return false;
        }

        return true;
    }

    /// <summary>Whether what is registered is made from a variable of the loop: each was meant to be another one.</summary>
    private static bool IsMadeForTheRound(IInvocationOperation call, ILoopOperation loop) =>
        call.Arguments.Skip(1).SelectMany(argument => argument.Value.Descendants()).OfType<ILocalReferenceOperation>()
            .Any(mention => mention.Local.DeclaringSyntaxReferences.Any(declared => loop.Syntax.Span.Contains(declared.Span) && !call.Syntax.Span.Contains(declared.Span)));

    private static bool EndsWithTheFirst(ILoopOperation loop, IOperation call) =>
        loop.Body.Executed().Any(operation => operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break } && operation.Syntax.SpanStart > call.Syntax.SpanStart);
}
