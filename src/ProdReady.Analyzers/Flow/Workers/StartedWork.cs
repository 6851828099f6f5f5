using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// The work that a hosted service without the base <c>BackgroundService</c> starts by itself, where its stop is all that such a base does: it cancels a source and waits for
/// the task. Then the work must look at the token, or the stop waits for as long as it may.
/// </summary>
internal sealed class StartedWork(Known known)
{
    /// <summary>What a stop may call without ending the work in another way.</summary>
    private static readonly string[] Waiting =
        ["WhenAny", "WhenAll", "WaitAsync", "Wait", "Delay", "ConfigureAwait", "GetAwaiter", "GetResult", "ThrowIfCancellationRequested", "SuppressFinalize", "StopAsync", "ToString"];

    private const int MostKept = 20;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<IMethodSymbol>> _kept = new(SymbolEqualityComparer.Default);
    private readonly ApiSet _record = known.Calls(LoggingApis.Record);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<INamedTypeSymbol, string?> _tokens = new(SymbolEqualityComparer.Default);

    /// <summary>The pieces of <paramref name="body"/> that are such work, each with the token it can look at as it is written there.</summary>
    public IEnumerable<(IOperation Code, string Token)> In(Body body)
    {
        if (known.Hosted.None || known.Hosted.IsWorker(body.Owner.ContainingType) || known.Hosted.Of(body, HostedPhase.Stop) is not { } type || SourceOf(type) is not { } source) yield break;
        foreach (var part in type.In(HostedPhase.Work | HostedPhase.Start))
        {
            if (part.Function is not { } function || part.Phase == HostedPhase.Start && !IsKept(function, type) || part.Code.Syntax.SyntaxTree != body.Block.Syntax.SyntaxTree) continue;
            var code = Callers.AreSame(function, (body.Owner as IMethodSymbol) ?? function) && function.MethodKind is not MethodKind.AnonymousFunction ? body.Block
                : body.Block.Syntax.Span.Contains(part.Code.Syntax.Span) && part.Code.Syntax != body.Block.Syntax ? part.Code : null;
            if (code is not null) yield return (code, TokenOf(function) ?? source + ".Token");
        }
    }

    /// <summary>
    /// Whether the start keeps the task of the function, or of one that calls it: <c>_work = RunAsync(_stop.Token); return _work.IsCompleted ? _work : Task.CompletedTask;</c>
    /// hands it to the host only when it is done.
    /// </summary>
    private bool IsKept(IMethodSymbol function, HostedType type) =>
        _kept.GetOrAdd(type.Type, _ => FindKept(type)).Any(kept => Callers.AreSame(kept, function));

    private IReadOnlyList<IMethodSymbol> FindKept(HostedType type)
    {
        var kept = type.In(HostedPhase.Start).Where(part => part.Entry.Name.EndsWith("StartAsync", StringComparison.Ordinal))
            .SelectMany(part => part.Code.Executed())
            .OfType<ISimpleAssignmentOperation>()
            .Where(assignment => assignment.Target is IMemberReferenceOperation { Instance: IInstanceReferenceOperation } && Types.IsTask(assignment.Target.Type))
            .Select(assignment => assignment.Value).OfType<IInvocationOperation>()
            .Select(call => call.TargetMethod.OriginalDefinition)
            .Where(method => SymbolEqualityComparer.Default.Equals(method.ContainingType, type.Type))
            .ToList();
        for (var i = 0; i < kept.Count && kept.Count < MostKept; i++)
            kept.AddRange(known.Callees.Of(kept[i]).Select(callee => callee.Target).Where(target => SymbolEqualityComparer.Default.Equals(target.ContainingType, type.Type) && !kept.Contains(target, SymbolEqualityComparer.Default)));
        return kept;
    }

    private static string? TokenOf(IMethodSymbol function) =>
        function.Parameters.FirstOrDefault(parameter => parameter.Type.Name == "CancellationToken" && parameter.Name is not ("" or "_"))?.Name;

    private string? SourceOf(HostedType type) => _tokens.GetOrAdd(type.Type, _ => FindSource(type));

    /// <summary>The member whose token is cancelled at stop; null where the stop does not wait for a task, or does more or less than that.</summary>
    private string? FindSource(HostedType type)
    {
        string? source = null;
        var waits = false;
        foreach (var operation in type.In(HostedPhase.Stop).Where(part => part.Entry.Name.EndsWith("StopAsync", StringComparison.Ordinal)).SelectMany(part => part.Code.Descendants()))
        {
            switch (operation)
            {
                case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: IInstanceReferenceOperation } task when Types.IsTask(task.Type):
                    waits = true;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "Cancel" or "CancelAsync", ContainingType.Name: "CancellationTokenSource" } } cancel:
                    source ??= (Variables.Of(cancel.Instance) as IFieldSymbol)?.Name;
                    break;
                case IInvocationOperation call when !Passes(call):
                case IAssignmentOperation { Value.ConstantValue: not { HasValue: true, Value: null }, Target: IMemberReferenceOperation }:
                    return null;
            }
        }

        return waits && !(type.MayRegister && type.In(HostedPhase.Work | HostedPhase.Start).Any(part => part.Code.Descendants().Any(operation => operation is IInvocationOperation call && known.Calls(WorkerApis.OnCancelled).Has(call.TargetMethod)))) ? source : null;
    }

    /// <summary>Whether the call only waits, without a limit of its own, logs, or cleans up the source.</summary>
    private bool Passes(IInvocationOperation call) =>
        _record.Has(call.TargetMethod)
        || call.TargetMethod is { Name: "Dispose", ContainingType.Name: "CancellationTokenSource" }
        || known.Declares(call.TargetMethod.ContainingType?.OriginalDefinition) && known.Bodies.Of(call.TargetMethod) is not null && call.Instance is IInstanceReferenceOperation
        || Waiting.Contains(call.TargetMethod.Name) && !call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter?.Type.Name is "TimeSpan" or "Int32" && !(Durations.Of(argument.Value) is { } length && Durations.IsInfinite(length)));
}
