using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// StopAsync awaited its loop, and the loop hung in a call to a service that had gone before. The shutdown hung with it until the platform killed the process, and no other service was stopped.
/// Left alone: waits with the token or a timeout, work that is watched or raced, callbacks on the token, what the type has not started.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedWaitAtStop() : ProductionRule(Rule, InDisposal)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD210", Concern.Shutdown, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "The stop waits without an end",
        message: "{1} waits for '{0}' without its token: when that is stuck, the whole shutdown hangs until the process is killed, and the services behind it are never stopped; wait with the token");

    internal static readonly DiagnosticDescriptor InDisposal = Describe.Variant(Rule,
        "{1} waits for '{0}' without a timeout: when that is stuck, the whole shutdown hangs until the process is killed, and nothing says why; wait with a timeout and log when it expires");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD210.timeout", 10, 1, 3600, "After how many seconds the code that the fix writes gives up waiting, where there is no token.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string TimeoutNote = "timeout";

    /// <summary>Set where a task is given back that is there only once the service has started, and nothing asks for that.</summary>
    internal const string UnsetNote = "unset";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Hosted.None || known.Kind == ProjectKind.Excluded) return;

        var stalls = new StopStalls(known);
        var callbacks = new StopCallbacks(known);
        var fields = new StartedFields(known);
        watch.OnBody(body => known.Hosted.Of(body, HostedPhase.Stop) is { } type ? OfType(body, type) : []);
        watch.On<IDelegateCreationOperation>(OperationKind.DelegateCreation, created =>
            created.Target is IAnonymousFunctionOperation callback && Callees.Taker(callback) is { } taker && callbacks.Is(taker) && stalls.In(callback).FirstOrDefault() is { } stall
                && !known.Hosted.IsHosted(created.EnclosingType())
                ? Describing(stall, "The callback of the stopping token", mayBeUnset: false)
                : null);

        // A callback of a hosted type is part of its stop.
        IEnumerable<Finding> OfType(Body body, HostedType type) => stalls.In(type)
            .Where(stall => stall.Where.Syntax.SyntaxTree == body.Block.Syntax.SyntaxTree && body.Block.Syntax.Span.Contains(stall.Where.Syntax.Span))
            .Select(stall => Describing(stall, Names.Holder(stall.Where), MayBeUnset(stall.Subject, type, body.Owner)));

        // What uses the task here is PRD208; one that is given back would only be used once it has an end.
        bool MayBeUnset(IOperation task, HostedType type, ISymbol owner) =>
            task.Parent is IReturnOperation or IConversionOperation { Parent: IReturnOperation } && task is IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } && owner is IMethodSymbol method
            && fields.IsSetByStart(field, type) && !new StartGuards(fields, type).Around(task, method);

        Finding Describing(StopStall stall, string waiter, bool mayBeUnset) => new(Place(stall), Names.Text(stall.Subject), waiter)
        {
            Wording = HasToken(stall.Where) ? null : InDisposal,
            Severity = stall.MayBeStuck ? null : Info,
            Learned = Finding.Notes((TimeoutNote, watch.Read(Timeout, stall.Where).ToString(CultureInfo.InvariantCulture)), (UnsetNote, mayBeUnset ? "true" : null)),
        };
    }

    /// <summary>Whether the method around it is given a token by which it could end the wait.</summary>
    private static bool HasToken(IOperation wait)
    {
        for (var symbol = wait.EnclosingSymbol(); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (method.Parameters.Any(parameter => parameter.Type.Name == "CancellationToken")) return true;
        }

        return false;
    }

    /// <summary>The call that waits, the task that is awaited, the condition that is polled.</summary>
    private static SyntaxNodeOrToken Place(StopStall stall) => stall.Where switch
    {
        IWhileLoopOperation { Syntax: DoStatementSyntax repeat } => repeat.WhileKeyword,
        IWhileLoopOperation => stall.Where.Syntax.GetFirstToken(),
        IInvocationOperation call => Names.Called(call),
        _ => stall.Subject is IInvocationOperation call ? Names.Called(call) : stall.Subject.Syntax,
    };
}
