using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Work whose failure changes nothing: cleaning up, probing, parsing. Names decide here, and only towards silence.</summary>
internal static class BestEffort
{
    private static readonly string[] CleanUpNames =
    [
        "Dispose", "Close", "Delete", "Kill", "Cancel", "Stop", "Flush", "Unsubscribe", "Shutdown", "Abort", "Release", "Remove", "Unregister",
        "Disconnect", "Clear", "Detach", "Leave", "Complete", "Rollback", "FinalRelease", "Cleanup", "CleanUp", "Teardown", "TearDown", "Reset", "Free", "Exit", "Unlock", "Destroy", "Terminate", "End",
        "WaitForExit", "Interrupt", "Deregister",
    ];

    /// <summary>With these a name of the user's own means letting go; "Cancel" alone does too, but CancelOrder is business.</summary>
    private static readonly string[] OwnCleanUpNames =
        ["Dispose", "Close", "Stop", "Shutdown", "Unsubscribe", "Unregister", "Deregister", "Disconnect", "Cleanup", "CleanUp", "Teardown", "TearDown", "Kill", "Abort", "Terminate"];

    private static readonly string[] RemovalNames = ["Delete", "Remove", "Clear", "Release"];

    /// <summary>What is left over when work is done.</summary>
    private static readonly string[] Leftovers = ["Temp", "Tmp", "File", "Director", "Folder", "Cache", "Lock", "Pid", "Socket", "Handle", "Resource"];

    private static readonly string[] ProbeNames = ["Try", "Can", "Is", "Has", "Supports", "Should", "Exists", "Contains", "Equals", "Matches", "Safe"];

    private static readonly string[] ParseNames = ["Parse", "ParseExact", "Deserialize", "DeserializeObject"];

    /// <summary>Names that mean reading a text where a library has them; in the user's own code they may mean anything.</summary>
    private static readonly string[] LibraryParseNames =
    [
        "FromBase64String", "FromHexString", "ChangeType", "ConvertFrom", "ConvertFromString", "ConvertFromInvariantString", "Decode", "Unprotect", "LoadXml",
        "GetEncoding", "GetCultureInfo", "FindSystemTimeZoneById", "IsMatch", "Match", "Format", "Value", "ToObject", "GetString", "GetInt32", "GetInt64",
    ];

    /// <summary>What the framework can only be asked by letting it throw.</summary>
    private static readonly string[] AskedByException = ["RegionInfo", "CultureInfo", "FindSystemTimeZoneById", "GetEncoding", "GetCultureInfo", "GetProcessById"];

    /// <summary>Types of the framework whose members only compute.</summary>
    private static readonly string[] ComputingTypes =
        ["Math", "Guid", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "Nullable", "Tuple", "StringComparer", "StringBuilder", "Enumerable", "Path", "HashCode", "Type", "Object"];

    private static readonly string[] CloseNames = ["Dispose", "DisposeAsync", "Close", "CloseAsync", "Abort", "Kill", "Cancel", "CancelAsync"];

    /// <summary>Whether a method lets go of something. In a library the verb tells; in the user's own code DeleteCustomer is business, and DeleteTempFile is not.</summary>
    public static bool IsCleanUp(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty ? BeginsWithAny(method.Name, CleanUpNames) : IsOwnCleanUp(method.Name);

    /// <summary>The same for a member of the user's own.</summary>
    public static bool IsOwnCleanUp(string member) =>
        IsNamed(member, CleanUpNames)
        || BeginsWithAny(member, OwnCleanUpNames)
        || BeginsWithAny(member, RemovalNames) && Leftovers.Any(member.Contains);

    /// <summary>Asked of nearly every call there is: no text is made on the way.</summary>
    private static bool BeginsWithAny(string method, string[] names)
    {
        var isTried = method.StartsWith("Try", StringComparison.Ordinal);
        foreach (var name in names)
        {
            if (Begins(method, name) || isTried && Begins(method, name, from: 3)) return true;
        }

        return false;
    }

    /// <summary>Whether a method of this name answers a question, so that an exception is one of the answers.</summary>
    public static bool IsProbe(string method) => ProbeNames.Any(name => Begins(method, name)) || method.EndsWith("OrDefault", StringComparison.Ordinal) || method.EndsWith("OrNull", StringComparison.Ordinal);

    /// <summary>
    /// Whether everything the block does is letting go, telling somebody, or waiting for a task that somebody else holds or for a time: its failure is told to the holder.
    /// </summary>
    public static bool OnlyCleansUp(IBlockOperation block, Func<IMethodSymbol, bool> tells) =>
        Statements(block).ToArray() is var all
        && all.Where(statement => !IsPreparation(statement) && !(statement is IVariableDeclarationGroupOperation && all.Any(IsWait))).ToArray() is { Length: > 0 } statements
        && statements.All(statement => IsWait(statement) || statement is IInvocationOperation call && (IsCleanUp(call.TargetMethod) || tells(call.TargetMethod)));

    /// <summary>A variable that the framework fills: a path, a list of files, a timeout.</summary>
    private static bool IsPreparation(IOperation statement) =>
        statement is IVariableDeclarationGroupOperation or IUsingDeclarationOperation
        && statement.Executed().All(operation => operation switch
        {
            IInvocationOperation call => IsOfFramework(call.TargetMethod),
            IObjectCreationOperation { Constructor: { } constructor } => IsOfFramework(constructor),
            IAwaitOperation => false,
            _ => true,
        });

    private static bool IsOfFramework(IMethodSymbol method) => method.ContainingAssembly?.Name.StartsWith("System.", StringComparison.Ordinal) == true;

    /// <summary>Whether the block closes what failed and does nothing else.</summary>
    public static bool OnlyCloses(IBlockOperation block) =>
        Statements(block).ToArray() is { Length: > 0 } statements && statements.All(statement =>
            statement is IInvocationOperation call && CloseNames.Contains(call.TargetMethod.Name)
            || statement is ITryOperation attempt && OnlyCloses(attempt.Body) && attempt.Catches.All(clause => clause.Handler.Operations.IsEmpty));

    /// <summary>Whether the block only asks: reads properties, or calls methods that answer a question.</summary>
    public static bool OnlyProbes(IBlockOperation block) =>
        block.Operations.Length > 0
        && block.Executed().All(operation => operation switch
        {
            IInvocationOperation call => IsProbe(call.TargetMethod.Name) || !MayFail(call) && !IsParse(call),
            IObjectCreationOperation or IAwaitOperation or IThrowOperation or ILoopOperation or IDynamicInvocationOperation => false,
            _ => true,
        });

    /// <summary>Whether everything that can fail in the block reads a text or a number, so that failing means "it is none".</summary>
    public static bool OnlyParses(IBlockOperation block)
    {
        var calls = block.Executed().Where(operation => operation is IInvocationOperation or IObjectCreationOperation).ToArray();
        return calls.Length > 0 && calls.Any(IsParse) && calls.All(call => IsParse(call) || !MayFail(call));
    }

    /// <summary>Whether the block asks something whose answer "no" is an exception.</summary>
    public static bool AsksByException(IBlockOperation block) =>
        block.Executed().Any(operation => operation switch
        {
            IObjectCreationOperation { Type.Name: var type } => AskedByException.Contains(type),
            IInvocationOperation call => AskedByException.Contains(call.TargetMethod.Name) && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty,
            _ => false,
        });

    private static bool IsWait(IOperation statement) =>
        statement is ILocalReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation or IPropertyReferenceOperation
            or IInvocationOperation { TargetMethod: { ContainingType.Name: "Task" or "Thread", Name: "Delay" or "Sleep" or "WhenAll" or "WhenAny" or "Wait" or "WaitAsync" or "Yield" or "Join" } }
        || statement is IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments.Length: > 0 } bounded && IsBounded(bounded.Arguments[0].Value, bounded);

    /// <summary>A wait with a limit by a helper: <c>Task.WhenAll(all).WithCancellation(token)</c>.</summary>
    private static bool IsBounded(IOperation task, IInvocationOperation bounded) =>
        Facts.Types.IsTask(task.Type) && IsWait(task.Bare()) && bounded.Arguments.Skip(1).All(IsLimit);

    private static bool IsLimit(IArgumentOperation argument) =>
        argument.Parameter?.Type is { Name: "CancellationToken" or "TimeSpan" } or { SpecialType: SpecialType.System_Int32 };

    private static bool IsParse(IOperation operation) => operation switch
    {
        IInvocationOperation call => ParseNames.Contains(call.TargetMethod.Name)
            || LibraryParseNames.Contains(call.TargetMethod.Name) && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty
            || call.TargetMethod.ContainingType.Name is "Convert" or "BitConverter" or "Encoding" or "Regex",
        IObjectCreationOperation { Type.Name: var type } => type is "Uri" or "MailAddress" or "Regex" or "Guid" or "Version" or "CultureInfo" or "RegionInfo" or "IPAddress" or "DateTime" or "DateOnly",
        _ => false,
    };

    /// <summary>Calls that may fail for reasons of their own: not those on strings and numbers.</summary>
    public static bool MayFail(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.ContainingType: { SpecialType: SpecialType.None } type } && !ComputingTypes.Contains(type.Name);

    /// <summary>The statements of a block with those of its ifs, loops and usings; conditions do not count.</summary>
    private static IEnumerable<IOperation> Statements(IOperation operation) => operation switch
    {
        IBlockOperation block => block.Operations.SelectMany(Statements),
        IConditionalOperation branch => Statements(branch.WhenTrue).Concat(branch.WhenFalse is { } otherwise ? Statements(otherwise) : []),
        ILoopOperation loop => Statements(loop.Body),
        ILockOperation scope => Statements(scope.Body),
        ISwitchOperation choice => choice.Cases.SelectMany(section => section.Body).SelectMany(Statements),
        IBranchOperation => [],
        IExpressionStatementOperation statement => Statements(statement.Operation),
        IConditionalAccessOperation access => Statements(access.WhenNotNull),
        ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true } } => [],
        IReturnOperation { ReturnedValue: null or { ConstantValue.HasValue: true } } => [],
        IReturnOperation { ReturnedValue: { } value } => Statements(value),
        IEmptyOperation => [],
        _ => [operation.Bare()],
    };

    private static bool Begins(string method, string name, int from = 0) =>
        string.CompareOrdinal(method, from, name, 0, name.Length) == 0 && (method.Length == from + name.Length || !char.IsLower(method[from + name.Length]));

    private static bool IsNamed(string member, string[] names)
    {
        var length = member.EndsWith("Async", StringComparison.Ordinal) ? member.Length - 5 : member.Length;
        foreach (var name in names)
        {
            if ((name.Length == length || name.Length == member.Length) && string.CompareOrdinal(member, 0, name, 0, name.Length) == 0) return true;
        }

        return false;
    }
}
