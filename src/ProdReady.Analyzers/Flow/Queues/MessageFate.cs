using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// What becomes of a broker's message after a handler has caught the failure. Any condition on the way, and any call that might save, publish or reject
/// the message, makes the answer unknown.
/// </summary>
internal sealed class MessageFate
{
    /// <summary>Parts of names under which libraries record what happened, or read a message.</summary>
    private static readonly string[] HarmlessNames = ["Log", "Trace", "Track", "Capture", "Record", "SetTag", "SetStatus", "Increment", "Deserialize", "Parse"];

    private static readonly string[] HarmlessTypes = ["Log", "Telemetry", "Metric", "Activity", "Tracer", "Span"];

    private static readonly string[] ClosingNames = ["Dispose", "Close", "Stop", "Flush"];

    /// <summary>Verbs under which the framework keeps, sends or starts something.</summary>
    private static readonly string[] KeepingNames =
        ["Write", "Add", "TryAdd", "TryWrite", "Enqueue", "Push", "Post", "Send", "Put", "Insert", "Execute", "Save", "Append", "Set", "Invoke", "Run", "Start", "Schedule", "Copy", "Move", "Create", "Open", "Get", "Read", "Delete", "Patch"];

    private readonly Known _known;
    private readonly ApiSet _acks;
    private readonly ApiSet _fetches;
    private readonly CatchOutcome _outcome;
    private readonly Summary _keeps;

    public MessageFate(Known known)
    {
        _known = known;
        _acks = known.Calls(BrokerApis.Acknowledge);
        _fetches = known.Calls(BrokerApis.Fetch);
        _outcome = known.Outcomes;
        var rejects = known.Calls(BrokerApis.Reject);
        var delays = known.Calls(WorkerApis.Delay);
        _keeps = new Summary(known, Keeps, OutOfSight);

        Answer? Keeps(IOperation operation) => operation switch
        {
            IInvocationOperation call when rejects.Has(call.TargetMethod) || call.TargetMethod.NeverReturns() => Answer.Yes,
            IInvocationOperation call when _acks.Has(call.TargetMethod) || delays.Has(call.TargetMethod) || _outcome.IsTelling(call.TargetMethod) => Answer.No,
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } or IDynamicInvocationOperation => Answer.Unknown,
            // What it is given may answer for the message.
            IInvocationOperation { TargetMethod.ContainingType.Name: not "Enumerable" } call when call.Arguments.Any(argument => argument.Value.Type?.TypeKind == TypeKind.Delegate) => Answer.Unknown,
            IObjectCreationOperation { Constructor.DeclaringSyntaxReferences.IsEmpty: true } => Answer.No,
            IInvalidOperation => Answer.Unknown,
            _ => null,
        };
    }

    /// <summary>Whether the code does something with the message, for all that can be seen: more than reading and recording.</summary>
    public bool IsWork(IOperation operation) =>
        operation is IThrowOperation || operation is IInvocationOperation call && !_fetches.Has(call.TargetMethod) && !_acks.Has(call.TargetMethod) && _keeps.Of(call) != Answer.No;

    /// <summary>Whether the code might save, publish or reject the message.</summary>
    public bool MayKeep(IOperation code) => _keeps.Of(code) != Answer.No;

    /// <summary>The ways from the beginning of <paramref name="clause"/> to an acknowledgement or to the end; null when that cannot be told.</summary>
    public Ways? After(ICatchClauseOperation clause)
    {
        var function = clause.EnclosingFunction() ?? clause.Root();
        if (_known.Graphs.Around(clause) is not { } graph || CatchRegions.FirstBlock(graph, function, clause) is not { } first) return null;

        var ways = new Ways();
        var visited = new HashSet<int>();
        var pending = new Stack<BasicBlock>();
        pending.Push(first);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            if (!visited.Add(block.Ordinal)) continue;
            if (block.Kind == BasicBlockKind.Exit) ways.Leave = true;
            if (Look(block) is not { } goesOn) return null;
            if (!goesOn) continue;
            if (block.ConditionKind != ControlFlowConditionKind.None && !IsNeutral(block.BranchValue!)) return null;
            foreach (var branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (branch is null) continue;
                if (Pass(branch) is not { } passes) return null;
                if (passes && branch.Destination is { } destination) pending.Push(destination);
                else if (passes && branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow) ways.Leave = true;
            }
        }

        return ways;

        // Whether the way goes on behind the block; null when something on it may keep the message.
        bool? Look(BasicBlock block)
        {
            foreach (var operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                foreach (var call in operation.Executed().OfType<IInvocationOperation>())
                {
                    if (_fetches.Has(call.TargetMethod)) return false;
                    if (!_acks.Has(call.TargetMethod)) continue;
                    ways.Acknowledgements.Add(call.Syntax);
                    return false;
                }

                if (MayKeep(operation)) return null;
            }

            return true;
        }

        bool? Pass(ControlFlowBranch branch)
        {
            foreach (var region in branch.FinallyRegions)
            {
                foreach (var block in graph.Blocks.Skip(region.FirstBlockOrdinal).Take(region.LastBlockOrdinal - region.FirstBlockOrdinal + 1))
                {
                    if (Look(block) is not { } goesOn || block.ConditionKind != ControlFlowConditionKind.None && !IsNeutral(block.BranchValue!)) return null;
                    if (!goesOn) return false;
                }
            }

            return true;
        }
    }

    /// <summary>Conditions that are no decision about the message.</summary>
    private static bool IsNeutral(IOperation condition) => condition switch
    {
        { ConstantValue.HasValue: true } or IIsNullOperation => true,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => IsNeutral(operand),
        IPropertyReferenceOperation { Property.Name: "IsOpen" or "IsClosed" } => true,
        IInvocationOperation { TargetMethod.Name: "IsEnabled" } => true,
        _ => false,
    };

    private static Answer OutOfSight(IMethodSymbol method)
    {
        if (method.MethodKind is MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.Constructor) return Answer.No;
        if (HarmlessNames.Any(name => Begins(method.Name, name)) || method.Name.StartsWith("Deserialize", StringComparison.Ordinal) || HarmlessTypes.Any(method.ContainingType.Name.Contains)) return Answer.No;
        if (ClosingNames.Any(name => Begins(method.Name, name))) return Answer.No;
        var assembly = method.ContainingAssembly?.Name ?? "";
        if (assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && (method.Name.StartsWith("Get", StringComparison.Ordinal) || method.Name.StartsWith("Create", StringComparison.Ordinal))) return Answer.No;
        if (!assembly.StartsWith("System.", StringComparison.Ordinal)) return Answer.Unknown;
        return IsComputed(method) || !KeepingNames.Any(name => Begins(method.Name, name)) ? Answer.No : Answer.Unknown;
    }

    /// <summary>Texts, numbers, times and waiting: nothing is kept there.</summary>
    private static bool IsComputed(IMethodSymbol method) =>
        method.ContainingType.SpecialType != SpecialType.None
        || method.ContainingType.Name is "Encoding" or "Math" or "TimeProvider" or "Guid" or "DateTimeOffset" or "TimeSpan" or "Stopwatch" or "StringBuilder" or "Convert" or "TaskAwaiter" or "ValueTaskAwaiter" or "Enumerable" or "BitConverter"
        || method.ContainingType.Name.StartsWith("Json", StringComparison.Ordinal)
        || method.Name is "GetAwaiter" or "GetResult" or "GetType" or "GetEnumerator";

    private static bool Begins(string method, string name) =>
        method.StartsWith(name, StringComparison.Ordinal) && (method.Length == name.Length || !char.IsLower(method[name.Length]));

    /// <summary>Where the ways behind a handler lead.</summary>
    internal sealed class Ways
    {
        /// <summary>The calls that acknowledge.</summary>
        public HashSet<SyntaxNode> Acknowledgements { get; } = [];

        /// <summary>Whether some way ends without one.</summary>
        public bool Leave { get; set; }
    }
}
