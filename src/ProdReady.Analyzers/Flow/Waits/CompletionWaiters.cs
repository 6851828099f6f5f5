using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether somebody is left waiting when the function that completes a source fails.</summary>
internal sealed class CompletionWaiters(Known known)
{
    private readonly CompletionUses _uses = new(known);
    private readonly ApiSet _runOnPool = known.Calls(BackgroundApis.RunOnPool);
    private readonly INamedTypeSymbol? _hosted = known.Type(WorkerApis.HostedService);

    /// <summary>
    /// Yes when somebody is; unknown when the function may be called again and complete the source then; null when nobody is, or it cannot be told.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="completion">The call that completes it.</param>
    /// <param name="failing">What fails before.</param>
    /// <param name="isThrown">Whether the exception leaves the function.</param>
    public Answer? Of(CompletionSource source, IInvocationOperation completion, IOperation failing, bool isThrown)
    {
        var function = completion.EnclosingFunction() ?? completion.Root();
        if (isThrown && !IsSurvived(function)) return null;
        if (_uses.Of(source, function) is not { MayBeCompletedElsewhere: false } uses) return null;
        return source.Symbol is ILocalSymbol local ? OfLocal(local, uses, completion, function, failing) : OfMember(source, uses, completion, isThrown);
    }

    private Answer? OfLocal(ILocalSymbol local, CompletionUses.Uses uses, IInvocationOperation completion, IOperation function, IOperation failing)
    {
        if (!local.DeclaringSyntaxReferences.All(reference => function.Syntax.Span.Contains(reference.Span)))
            return uses.Creations.Count > 0 && uses.Waits.Any(wait => !function.Syntax.Span.Contains(wait.Syntax.Span)) ? Answer.Yes : null;

        var failsAt = failing.Syntax.SpanStart;
        if (uses.Waits.Any(wait => IsKept(wait) && wait.Syntax.SpanStart < failsAt)) return Answer.Yes;
        if (!uses.IsTaken && !uses.Shelvings.Any(shelving => shelving.SpanStart < failsAt) || EnclosingType(completion) is not { } type) return null;
        if (_uses.AreCompletedBy(type, local.Type, function)) return null;
        return !uses.IsTaken && uses.Creations.Count == 0 && uses.Waits.Count > 0 || _uses.AreAwaitedIn(type, local.Type, local) ? Answer.Yes : null;
    }

    private Answer? OfMember(CompletionSource source, CompletionUses.Uses uses, IInvocationOperation completion, bool isThrown)
    {
        if (uses.Creations.Count == 0 || uses.Waits.Count == 0 || uses.Shelvings.Count > 0) return null;
        var member = completion.Root().Syntax;
        if (source.Item is not null || uses.Creations.Any(creation => creation.SyntaxTree == member.SyntaxTree && member.Span.Contains(creation.Span))) return Answer.Yes;

        // A source for the life of the object: the next call may complete it, unless there is none.
        if (!isThrown && IsStart(completion)) return Answer.Yes;
        return completion.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal) ? null : Answer.Unknown;
    }

    /// <summary>Whether the process lives on when an exception leaves the function, and nobody hears of it there and then.</summary>
    private bool IsSurvived(IOperation function) => function switch
    {
        IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation run } } } => _runOnPool.Has(run.TargetMethod) && IsDropped(run),
        IAnonymousFunctionOperation => false,
        ILocalFunctionOperation { Symbol: var local } => Calls(function.Root(), local).ToArray() is { Length: > 0 } calls && calls.All(IsDropped),
        _ => function.SemanticModel?.GetDeclaredSymbol(function.Syntax) is IMethodSymbol { MethodKind: not MethodKind.Constructor } method
            && !(method.IsAsync && method.ReturnsVoid) && !IsStart(method) && !SymbolEqualityComparer.Default.Equals(method, known.Compilation.GetEntryPoint(default)),
    };

    private bool IsStart(IOperation operation) => operation.Root() is { SemanticModel: { } model, Syntax: var syntax } && model.GetDeclaredSymbol(syntax) is IMethodSymbol method && IsStart(method);

    /// <summary>Whether the host calls the method, once, and stops when it throws.</summary>
    private bool IsStart(IMethodSymbol method) => method.Name is "ExecuteAsync" or "StartAsync" or "StartingAsync" or "StartedAsync" && Types.Is(method.ContainingType, _hosted);

    private static IEnumerable<IInvocationOperation> Calls(IOperation root, IMethodSymbol local) =>
        root.Descendants().OfType<IInvocationOperation>().Where(call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, local));

    private static bool IsDropped(IInvocationOperation call) => call.Enclosing<IExpressionStatementOperation>() is { } statement && Dropped.Task(statement) == call;

    /// <summary>Whether the task is put where others find it.</summary>
    private static bool IsKept(IOperation task) => task.Parent switch
    {
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation or IArrayElementReferenceOperation } assignment => assignment.Value == task,
        IArgumentOperation { Parent: IInvocationOperation { Instance: IMemberReferenceOperation, TargetMethod.Name: "Add" or "TryAdd" or "Enqueue" } } => true,
        _ => false,
    };

    private static INamedTypeSymbol? EnclosingType(IOperation operation) =>
        operation.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type ? operation.SemanticModel?.GetDeclaredSymbol(type) as INamedTypeSymbol : null;
}
