using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Code that goes on with a default where a file is not there, and says nothing.</summary>
internal sealed class MissingFiles(Known known)
{
    /// <summary>By these words in its text a type is known to write files itself.</summary>
    private static readonly string[] Writing = ["File.Write", "File.Create", "File.OpenWrite", "File.Append", "File.Copy", "File.Move", "StreamWriter", "FileMode.Create", "FileMode.OpenOrCreate", "FileMode.Append", ".Serialize("];

    private readonly ApiSet _ask = known.Calls(SettingsFileApis.Ask);
    private readonly ApiSet _read = known.Calls(SettingsFileApis.Read);
    private readonly INamedTypeSymbol[] _missing = SettingsFileApis.Missing.Select(known.Type).OfType<INamedTypeSymbol>().ToArray();

    /// <summary>The calls that ask for a file.</summary>
    public ApiSet Asking => _ask;

    /// <summary>The path that is asked for, and the default that is taken where nothing is there; null when the answer leads to more than that.</summary>
    public (IOperation Path, IOperation Default)? Of(IInvocationOperation call)
    {
        if (!_ask.Has(call.TargetMethod) || call.Argument("path") is not { } path) return null;
        var isNegated = call.Parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not };
        var condition = isNegated ? call.Parent! : call;
        if (condition.Parent is not IConditionalOperation branch || branch.Condition != condition) return null;
        var missing = isNegated ? branch.WhenTrue : branch.WhenFalse ?? (Only(branch.WhenTrue) is IReturnOperation || EndsInReturn(branch.WhenTrue) ? After(branch) : null);
        return missing is not null && Default(missing) is { } value && IsRead(path, call) && !IsWrittenHere(call) ? (path, value) : null;
    }

    /// <summary>The same, of a handler for files that are not there.</summary>
    public (IOperation Path, IOperation Default)? Of(ICatchClauseOperation clause)
    {
        if (clause.Filter is not null || clause.Parent is not ITryOperation attempt || !_missing.Contains(clause.ExceptionType, SymbolEqualityComparer.Default) || Default(clause.Handler) is not { } value) return null;
        var path = attempt.Body.Executed().Select(PathRead).OfType<IOperation>().FirstOrDefault();
        return path is not null && !IsWrittenHere(clause) ? (path, value) : null;
    }

    private IOperation? PathRead(IOperation operation) => operation switch
    {
        IInvocationOperation { Arguments: { Length: > 0 } arguments } call when _read.Has(call.TargetMethod) => arguments[0].Value,
        IObjectCreationOperation { Constructor: { } made, Arguments: { Length: > 0 } arguments } when _read.Has(made) => arguments[0].Value,
        _ => null,
    };

    /// <summary>Whether the function reads the file when it is there.</summary>
    private bool IsRead(IOperation path, IOperation call) =>
        (call.EnclosingFunction() ?? call.Root()).Descendants().Select(PathRead).Any(read => read is not null && read.Syntax.ToString() == path.Syntax.ToString());

    private static bool IsWrittenHere(IOperation operation) =>
        operation.EnclosingType() is { } type
        && type.DeclaringSyntaxReferences.Any(part => SourceSearch.Mentions(part, Writing));

    /// <summary>What is taken instead; null when something else is done as well, or when the value has been chosen.</summary>
    private static IOperation? Default(IOperation branch)
    {
        var value = Only(branch) is IReturnOperation { ReturnedValue: { } returned } ? returned : branch is IReturnOperation or IBlockOperation ? null : branch;
        return value?.Bare() switch
        {
            IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } made => made,
            IDefaultValueOperation none => none,
            ILiteralOperation { ConstantValue: { HasValue: true, Value: null } } none => none,
            IInvocationOperation { TargetMethod: { Name: "Empty", ContainingType.Name: "Array" or "Enumerable" } } none => none,
            _ => null,
        };
    }

    private static IOperation Only(IOperation branch) => branch is IBlockOperation { Operations: { Length: 1 } operations } ? operations[0] : branch;

    private static bool EndsInReturn(IOperation branch) => branch is IBlockOperation { Operations: { Length: > 0 } operations } && operations[operations.Length - 1] is IReturnOperation;

    private static IOperation? After(IOperation statement) =>
        statement.Parent is IBlockOperation block ? block.Operations.SkipWhile(other => other != statement).Skip(1).FirstOrDefault() : null;
}
