using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>One use of the reader of a tool's output.</summary>
/// <param name="Where">The use.</param>
/// <param name="Call">The call that reads; null when the reader is used in another way.</param>
/// <param name="IsElsewhere">Whether it runs beside: in a lambda, or started and not awaited.</param>
/// <param name="IsToTheEnd">Whether the method goes on only once all is read.</param>
/// <param name="IsPartOfLoop">Whether it reads line by line in a loop.</param>
/// <param name="LeavesEarly">Whether that loop can be left before all is read.</param>
internal sealed record PipeRead(IOperation Where, IInvocationOperation? Call, bool IsElsewhere, bool IsToTheEnd, bool IsPartOfLoop, bool LeavesEarly)
{
    /// <summary>A read that the runtime does on its own.</summary>
    public static PipeRead Asynchronous(IInvocationOperation begin) => new(begin, begin, false, false, false, false);

    public static PipeRead Of(IOperation reader, SyntaxNode? function)
    {
        var user = reader.Parent;
        while (user is IConversionOperation or IPropertyReferenceOperation { Property.Name: "BaseStream" }) user = user.Parent;
        var call = user as IInvocationOperation ?? (user as IArgumentOperation)?.Parent as IInvocationOperation;
        var isElsewhere = reader.EnclosingFunction()?.Syntax != function;
        var loop = call is null ? null : LoopAround(call);
        var isByLine = call?.TargetMethod.Name is "ReadLine" or "ReadLineAsync";
        var isWhole = call?.TargetMethod.Name is "ReadToEnd" or "ReadToEndAsync" or "CopyTo" or "CopyToAsync";
        return new PipeRead(
            reader, call, isElsewhere,
            IsToTheEnd: !isElsewhere && call is not null && IsDoneThen(call) && (isWhole || isByLine && loop is not null),
            IsPartOfLoop: loop is not null && !isWhole,
            LeavesEarly: loop is not null && !isWhole && !isElsewhere && CanBeLeft(loop, call!));
    }

    /// <summary>Whether the read has begun when the place is reached.</summary>
    public bool IsBefore(IOperation place) =>
        IsElsewhere || Where.Syntax.SpanStart < place.Syntax.SpanStart || place.Enclosing<ILoopOperation>() is { } loop && loop.Syntax.Span.Contains(Where.Syntax.Span);

    /// <summary>Whether the next statement runs only once the call is done.</summary>
    private static bool IsDoneThen(IInvocationOperation call)
    {
        if (!Facts.Types.IsTask(call.Type)) return true;
        var user = call.Parent;
        if (user is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured) user = configured.Parent;
        return user is IAwaitOperation or IPropertyReferenceOperation { Property.Name: "Result" } or IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "Wait" };
    }

    /// <summary>The loop that reads: over what the call returns, or as long as there is a line.</summary>
    private static ILoopOperation? LoopAround(IInvocationOperation call)
    {
        for (var around = (IOperation)call; around.Parent is { } parent; around = parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return null;
            if (parent is IForEachLoopOperation each) return each.Collection == around ? each : null;
            if (parent is IWhileLoopOperation loop) return loop;
        }

        return null;
    }

    /// <summary>Whether a break leaves a loop that would end by itself with the last line.</summary>
    private static bool CanBeLeft(ILoopOperation loop, IInvocationOperation call) =>
        (loop is IForEachLoopOperation || loop is IWhileLoopOperation { Condition: { } condition } && (condition.Syntax.Span.Contains(call.Syntax.Span) || condition.Descendants().Any(part => part is IPropertyReferenceOperation { Property.Name: "EndOfStream" })))
        && loop.Body.Executed().Any(operation => operation is IBranchOperation { BranchKind: BranchKind.Break } branch && SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel));
}
