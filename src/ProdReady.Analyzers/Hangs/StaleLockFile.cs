using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// A job was killed; its lock file stayed, and the job that ran every night since then waits for it to go.
/// Left alone: waits for a file to come, waits with a way out (a limit, a token), files whose name does not say that they are a lock,
/// files whose maker is looked for, marks that are not removed by who makes them, and handles that nobody else can open.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaleLockFile() : ProductionRule(Rule, Refused)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD402", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "A lock file outlives the process that made it",
        message: "'{0}' stays when its holder is killed, and this then waits until somebody deletes it by hand; hold the file open with FileShare.None, which ends with the process");

    internal static readonly DiagnosticDescriptor Refused = Describe.Variant(
        Rule, "'{0}' stays when its holder is killed, and every later run then gives up until somebody deletes it by hand; hold the file open with FileShare.None, which ends with the process");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD402.timeout", 120, 1, 86400, "After how many seconds the code that the fix writes gives up waiting.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string TimeoutNote = "timeout";

    private const int DeleteOnClose = 0x04000000;

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var files = new LockFiles(known);
        var end = known.Calls(HostApis.EndProcess);
        var mode = known.Type(LockFileApis.Mode);
        watch.On<ILoopOperation>(OperationKind.Loop, loop =>
            loop is IWhileLoopOperation { ConditionIsUntil: false, Condition: var condition } && files.PathAskedFor(condition) is { } path
            && files.OnlyWaits(loop.Body) && files.IsLock(path) && !files.MayKnowWhoseItIs(path)
                ? Report(condition!.Bare(), path, Rule) : null);
        watch.On<IConditionalOperation>(OperationKind.Conditional, branch =>
            files.PathAskedFor(branch.Condition) is { } path && branch.WhenFalse is null && GivesUp(branch.WhenTrue, end)
            && files.IsLock(path) && files.IsHeldBehind(branch, path) && !files.MayKnowWhoseItIs(path)
                ? Report(branch.Condition.Bare(), path, Refused) : null);
        watch.On<IFieldReferenceOperation>(OperationKind.FieldReference, chosen =>
            chosen is { Field: { Name: "CreateNew", ContainingType: var type } } && SymbolEqualityComparer.Default.Equals(type, mode)
            && files.PathMadeBy((chosen.Parent as IArgumentOperation)?.Parent) is { } path && IsRetried(chosen, path, files) && (files.IsLock(path) || IsDeletedOnClose(chosen))
                ? Report(chosen, path, Rule) : null);

        Finding Report(IOperation where, IOperation path, DiagnosticDescriptor wording) =>
            new(where is IInvocationOperation ? Names.Called(where) : where.Syntax, Names.Text(path))
            {
                Wording = wording,
                Learned = Finding.Notes((TimeoutNote, watch.Read(Timeout, where).ToString(CultureInfo.InvariantCulture))),
            };
    }

    /// <summary>Whether the branch ends with leaving the method or the process; what it does before is telling why.</summary>
    private static bool GivesUp(IOperation branch, ApiSet end) =>
        !branch.Descendants().Any(operation => operation is IConditionalOperation or ILoopOperation or ITryOperation)
        && (branch is IBlockOperation { Operations: var operations } ? operations.LastOrDefault() : branch) switch
        {
            IReturnOperation or IThrowOperation => true,
            IExpressionStatementOperation { Operation: var last } => last is IThrowOperation || last is IInvocationOperation call && end.Has(call.TargetMethod),
            _ => false,
        };

    private static bool IsDeletedOnClose(IOperation mode) =>
        mode.Parent?.Parent?.ChildOperations.OfType<IArgumentOperation>().Any(argument => argument.Value.ConstantValue is { HasValue: true, Value: int options } && argument.Parameter?.Type.Name == "FileOptions" && (options & DeleteOnClose) != 0) == true;

    /// <summary>Whether a loop without end tries again each time the file is there, and does nothing else meanwhile.</summary>
    private static bool IsRetried(IOperation opening, IOperation path, LockFiles files)
    {
        if (opening.Enclosing<ITryOperation>() is not { } attempt || attempt.Enclosing<ILoopOperation>() is not { } loop || !attempt.Body.Syntax.Span.Contains(opening.Syntax.Span)) return false;
        if (!Loops.HasNoCondition(loop) || attempt.Catches.FirstOrDefault(files.TakesFailure) is not { Filter: null } handler) return false;
        if (!files.OnlyWaits(handler.Handler) || SetsPath(loop, path)) return false;
        return loop.Body is IBlockOperation block && block.Operations.Contains(attempt) && block.Operations.Where(other => other != attempt).All(files.OnlyWaits);
    }

    private static bool SetsPath(ILoopOperation loop, IOperation path) =>
        loop.Body.Descendants().Any(operation => operation is IVariableDeclaratorOperation { Symbol: var symbol } && SymbolEqualityComparer.Default.Equals(symbol, LockFiles.Variable(path))
            || operation is IAssignmentOperation { Target: var target } && LockFiles.IsSame(target, path));
}
