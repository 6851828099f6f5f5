using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>All that a method does with a tool it has started, in the order of the text.</summary>
internal sealed class ToolUse
{
    private readonly List<(Pipe Pipe, PipeRead Read)> _reads = [];
    private readonly List<IOperation> _escapes = [];
    private readonly List<IInvocationOperation> _calls = [];
    private readonly Dictionary<ISymbol, Pipe> _readers = new(SymbolEqualityComparer.Default);

    public ToolUse(ISymbol tool, IOperation user)
    {
        Tool = tool;
        var function = user.EnclosingFunction()?.Syntax;
        foreach (var operation in user.Root().Descendants())
        {
            if (operation is IPropertyReferenceOperation { Property.Name: "StandardOutput" or "StandardError", Instance: { } owner } stream && IsTool(owner)) See(stream, PipeOf(stream), function);
            else if (operation is ILocalReferenceOperation { IsDeclaration: false } local && _readers.TryGetValue(local.Local, out var pipe)) See(operation, pipe, function);
            else if (operation is ILocalReferenceOperation { IsDeclaration: false } or IFieldReferenceOperation && IsTool(operation)) SeeTool(operation);
        }
    }

    public ISymbol Tool { get; }

    public IEnumerable<IInvocationOperation> Waits => _calls.Where(call => call.TargetMethod.Name is "WaitForExit" or "WaitForExitAsync");

    public IEnumerable<PipeRead> Reads(Pipe pipe) => _reads.Where(read => read.Pipe == pipe).Select(read => read.Read);

    public bool IsKilledBefore(IOperation place) => _calls.Any(call => call.TargetMethod.Name is "Kill" or "Close" or "Dispose" && call.Syntax.SpanStart < place.Syntax.SpanStart && call.EnclosingFunction()?.Syntax == place.EnclosingFunction()?.Syntax);

    /// <summary>Whether the tool was handed to code that may read before the place is reached.</summary>
    public bool MayBeReadElsewhere(IOperation place) => _escapes.Any(escape => escape.Syntax.SpanStart < place.Syntax.SpanStart || escape.EnclosingFunction()?.Syntax != place.EnclosingFunction()?.Syntax);

    /// <summary>The tool that a call on a reader reads from; null when it is none.</summary>
    public static (ToolUse Use, IOperation Tool, Pipe Pipe)? Of(IInvocationOperation read)
    {
        var reader = read.Instance?.Bare();
        if (reader is IPropertyReferenceOperation { Property.Name: "BaseStream", Instance: { } inner }) reader = inner.Bare();
        if (reader is ILocalReferenceOperation { Local: var local }) reader = Initial(local, read);
        if (reader is not IPropertyReferenceOperation { Property: { Name: "StandardOutput" or "StandardError", ContainingType.Name: "Process" }, Instance: { } owner } stream || Variable(owner) is not { } tool) return null;
        return (new ToolUse(tool, read), owner, PipeOf(stream));
    }

    /// <summary>The local or private field that holds the tool.</summary>
    public static ISymbol? Variable(IOperation? tool) => Variables.Of(tool) is { } variable and (ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private }) ? variable : null;

    private static Pipe PipeOf(IPropertyReferenceOperation stream) => stream.Property.Name == "StandardOutput" ? Pipe.Output : Pipe.Error;

    private static IOperation? Initial(ILocalSymbol local, IOperation user) =>
        user.Root().Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.GetVariableInitializer()?.Value.Bare();

    private bool IsTool(IOperation operation) => Variables.Is(operation, Tool);

    /// <summary>A reader that is kept in a variable is read through it.</summary>
    private void See(IOperation reader, Pipe pipe, SyntaxNode? function)
    {
        if (reader.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } && !EndsWithItsBlock(declarator)) _readers[declarator.Symbol] = pipe;
        else if (reader.Parent is not IPropertyReferenceOperation { Property.Name: "EndOfStream" }) _reads.Add((pipe, PipeRead.Of(reader, function)));
    }

    /// <summary>Whether the variable is that of a using statement, which closes the pipe: then nothing can fill it.</summary>
    private static bool EndsWithItsBlock(IOperation declarator) => declarator.Parent?.Parent is IUsingOperation || declarator.Parent?.Parent?.Parent is IUsingOperation;

    private void SeeTool(IOperation tool)
    {
        var user = tool.Parent;
        while (user is IConversionOperation) user = user.Parent;
        switch (user)
        {
            case IInvocationOperation call when call.Instance?.Syntax == tool.Syntax: SeeCall(call); break;
            case IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } when Variables.Is(call.Instance, Tool): SeeCall(call); break;
            case IMemberReferenceOperation or IConditionalAccessOperation or IBinaryOperation or IIsPatternOperation or IIsTypeOperation or IUsingOperation or IVariableDeclarationOperation or IExpressionStatementOperation: break;
            case IEventAssignmentOperation or IEventReferenceOperation: break;
            case ISimpleAssignmentOperation assignment when assignment.Target == tool: break;
            default:
                _escapes.Add(tool);
                break;
        }
    }

    private void SeeCall(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is "BeginOutputReadLine") _reads.Add((Pipe.Output, PipeRead.Asynchronous(call)));
        else if (call.TargetMethod.Name is "BeginErrorReadLine") _reads.Add((Pipe.Error, PipeRead.Asynchronous(call)));
        else _calls.Add(call);
    }
}
