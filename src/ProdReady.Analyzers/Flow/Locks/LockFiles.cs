using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Files that are a lock by being there, and the code that waits for them to go.</summary>
internal sealed class LockFiles(Known known)
{
    private static readonly Regex Word = new("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.CultureInvariant);

    private readonly Origins _origins = known.Origins;
    private readonly Tokens _tokens = known.Tokens;
    private readonly ApiSet _delay = known.Calls(WorkerApis.Delay);
    private readonly ApiSet _records = known.Calls(LoggingApis.Record);
    private readonly ApiSet _exists = known.Calls(LockFileApis.Exists);
    private readonly ApiSet _make = known.Calls(LockFileApis.Make);
    private readonly ApiSet _remove = known.Calls(LockFileApis.Remove);
    private readonly ApiSet _look = known.Calls(LockFileApis.Look);
    private readonly ApiSet _lookForProcess = known.Calls(LockFileApis.LookForProcess);
    private readonly INamedTypeSymbol? _failure = known.Type(LockFileApis.Failure);

    /// <summary>The path that <paramref name="condition"/> asks for, when it asks for nothing else.</summary>
    public IOperation? PathAskedFor(IOperation? condition) =>
        condition?.Bare() is IInvocationOperation { Arguments: { Length: 1 } arguments } call && _exists.Has(call.TargetMethod) ? arguments[0].Value : null;

    /// <summary>The path of the file that the operation makes or opens.</summary>
    public IOperation? PathMadeBy(IOperation? operation) => operation switch
    {
        IInvocationOperation { Arguments: { Length: > 0 } arguments } call when _make.Has(call.TargetMethod) => arguments[0].Value,
        IObjectCreationOperation { Arguments: { Length: > 0 } arguments } creation when _make.Has(creation.Constructor) => arguments[0].Value,
        _ => null,
    };

    /// <summary>Whether the handler takes the failure to make a file that is there.</summary>
    public bool TakesFailure(ICatchClauseOperation clause) => Handlers.CatchesEverything(clause) || SymbolEqualityComparer.Default.Equals(clause.ExceptionType, _failure);

    /// <summary>Whether the name of the path, or of its parts, says that it is a lock.</summary>
    public bool IsLock(IOperation path) => Texts(path).Any(text => Word.Matches(text).Cast<Match>().Any(word => LockFileApis.Words.Contains(word.Value.ToLowerInvariant())));

    /// <summary>
    /// Whether the type that holds <paramref name="path"/> may find out whose file it is: it reads it, looks at its age or at processes, or hands the path to a
    /// method of this project.
    /// </summary>
    public bool MayKnowWhoseItIs(IOperation path) => Bodies(path).SelectMany(body => body.Descendants()).Any(operation =>
        Does(operation, _look, path) || operation is IInvocationOperation call && (_lookForProcess.Has(call.TargetMethod) || IsHandedOn(call, path)));

    private bool IsHandedOn(IInvocationOperation call, IOperation path) =>
        Variable(path) is not null && known.Bodies.Of(call.TargetMethod) is not null
        && call.Arguments.Any(argument => IsSame(argument.Value, path));

    /// <summary>Whether the method makes the file behind <paramref name="after"/>, and removes it itself or when its object ends: it is held meanwhile.</summary>
    public bool IsHeldBehind(IOperation after, IOperation path)
    {
        var root = after.Root();
        return root.Descendants().Any(operation => operation.Syntax.SpanStart > after.Syntax.Span.End && Does(operation, _make, path))
            && (root.Descendants().Any(operation => Does(operation, _remove, path)) || Ends(path).Any(body => body.Descendants().Any(operation => Does(operation, _remove, path))));
    }

    /// <summary>Whether the code does nothing but let time pass, without end, and perhaps tell of it.</summary>
    public bool OnlyWaits(IOperation code) => code.Executed().All(operation => operation switch
    {
        IInvocationOperation call => _delay.Has(call.TargetMethod) ? !_tokens.IsGivenToken(call) : _records.Has(call.TargetMethod) || IsHarmless(call),
        IBranchOperation branch => branch.BranchKind == BranchKind.Continue,
        IReturnOperation or IThrowOperation or IConditionalOperation or ISwitchOperation or IAssignmentOperation or IIncrementOrDecrementOperation or ITryOperation or ILoopOperation or IUsingOperation => false,
        _ => true,
    });

    /// <summary>What the call makes, removes or looks at, if it is one of those.</summary>
    private static bool Does(IOperation operation, ApiSet table, IOperation path) => operation switch
    {
        IInvocationOperation { Arguments: { Length: > 0 } arguments } call => table.Has(call.TargetMethod) && IsSame(arguments[0].Value, path),
        IObjectCreationOperation { Arguments: { Length: > 0 } arguments } creation => table.Has(creation.Constructor) && IsSame(arguments[0].Value, path),
        _ => false,
    };

    /// <summary>Whether both are the same variable, or the same text.</summary>
    public static bool IsSame(IOperation one, IOperation other) =>
        one.ConstantValue is { HasValue: true, Value: string text } ? other.ConstantValue is { HasValue: true, Value: string same } && text == same
        : Variable(one) is { } variable && SymbolEqualityComparer.Default.Equals(variable, Variable(other));

    public static ISymbol? Variable(IOperation value) => value.Bare() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>Making a TimeSpan, and waiting for the task of a delay.</summary>
    private static bool IsHarmless(IInvocationOperation call) =>
        call.TargetMethod is { Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "Wait" } || call.TargetMethod.ContainingType is { Name: "TimeSpan" };

    private IEnumerable<string> Texts(IOperation path) =>
        Named(path).Concat(path.Bare() is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation ? _origins.Of(path)?.SelectMany(Named) ?? [] : []);

    private static IEnumerable<string> Named(IOperation value) =>
        value.DescendantsAndSelf().Select(part => part.ConstantValue is { HasValue: true, Value: string text } ? text : Variable(part)?.Name).OfType<string>();

    private IEnumerable<IOperation> Ends(IOperation path) =>
        path.EnclosingType()?.GetMembers().OfType<IMethodSymbol>().Where(method => LockFileApis.Endings.Contains(method.Name)).Select(known.Bodies.Of).OfType<IOperation>() ?? [];

    private IEnumerable<IOperation> Bodies(IOperation path) =>
        (path.EnclosingType()?.GetMembers().OfType<IMethodSymbol>().Select(known.Bodies.Of).OfType<IOperation>() ?? []).Append(path.Root());
}
