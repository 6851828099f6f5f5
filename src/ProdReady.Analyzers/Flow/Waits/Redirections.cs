using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which pipes a started tool surely prints into.</summary>
internal sealed class Redirections(Known known)
{
    private readonly Origins _origins = known.Origins;

    /// <summary>The pipes that are redirected in each case; none when how the tool is started cannot be seen.</summary>
    public RedirectedPipes Of(IOperation tool, IInvocationOperation user)
    {
        if (Variables.Of(tool) is not { } variable || Reference(tool, variable) is not { } use) return RedirectedPipes.None;
        var starts = _origins.Of(use)?.Where(origin => origin is not { ConstantValue: { HasValue: true, Value: null } }).ToArray();
        if (starts is not { Length: 1 } || starts[0] is not { } start || variable is ILocalSymbol && start.EnclosingFunction()?.Syntax != user.EnclosingFunction()?.Syntax) return RedirectedPipes.None;

        if (start is ICoalesceOperation { Value: var started }) start = started.Bare();
        var settings = Settings(start, variable, start.Root()).ToArray();
        return new RedirectedPipes([.. new[] { Pipe.Output, Pipe.Error }.Where(pipe => IsSet(pipe, settings))]);
    }

    /// <summary>The variable itself, where it stands behind a question mark.</summary>
    private static IOperation? Reference(IOperation tool, ISymbol variable) =>
        tool is not IConditionalAccessInstanceOperation ? tool : tool.Root().Descendants().FirstOrDefault(operation => operation is ILocalReferenceOperation or IFieldReferenceOperation && Variables.Is(operation, variable));

    private static bool IsSet(Pipe pipe, ISimpleAssignmentOperation[] settings)
    {
        var values = settings.Where(setting => setting.Target is IPropertyReferenceOperation { Property.Name: var name } && name == "RedirectStandard" + pipe)
            .Select(setting => setting.Value.Bare().ConstantValue)
            .ToArray();
        return values.Length > 0 && values.All(value => value is { HasValue: true, Value: true });
    }

    /// <summary>The assignments to properties of the start info, wherever the method makes them.</summary>
    private IEnumerable<ISimpleAssignmentOperation> Settings(IOperation start, ISymbol tool, IOperation root)
    {
        var infos = Infos(start).Concat(Assignments(root).Where(assignment => IsStartInfoOf(assignment.Target, tool)).Select(assignment => assignment.Value.Bare())).ToArray();
        var variables = infos.Select(Variable).OfType<ISymbol>().ToArray();
        if (variables.Any(variable => infos.Any(info => SymbolEqualityComparer.Default.Equals(Variable(info), variable) && _origins.Of(info) is { Count: > 1 }))) return [];
        var made = infos.Concat(infos.Where(info => Variable(info) is not null).SelectMany(info => _origins.Of(info) ?? []));
        return made.SelectMany(Assignments)
            .Concat(Assignments(root).Where(assignment => assignment.Target is IPropertyReferenceOperation { Instance: { } info }
                && (IsStartInfoOf(info, tool) || Variable(info.Bare()) is { } variable && variables.Contains(variable, SymbolEqualityComparer.Default))));
    }

    /// <summary>What the start info of a tool that is made or started is made from: an object, a variable, an initializer.</summary>
    private static IEnumerable<IOperation> Infos(IOperation start) => start switch
    {
        IInvocationOperation { TargetMethod: { Name: "Start", ContainingType.Name: "Process" }, Arguments: { Length: 1 } given } => [given[0].Value.Bare()],
        IObjectCreationOperation { Initializer: { } initializer } => initializer.Initializers.Select(member => member switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "StartInfo" }, Value: var info } => info.Bare(),
            IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation { Property.Name: "StartInfo" }, Initializer: var info } => info,
            _ => null,
        }).OfType<IOperation>(),
        _ => [],
    };

    private static bool IsStartInfoOf(IOperation operation, ISymbol tool) =>
        operation is IPropertyReferenceOperation { Property.Name: "StartInfo", Instance: { } owner } && Variables.Is(owner, tool);

    private static IEnumerable<ISimpleAssignmentOperation> Assignments(IOperation code) => code.Descendants().OfType<ISimpleAssignmentOperation>();

    private static ISymbol? Variable(IOperation info) => info switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };
}

/// <summary>The pipes that are surely redirected.</summary>
internal readonly struct RedirectedPipes(Pipe[] pipes)
{
    public static readonly RedirectedPipes None = new([]);

    public Pipe[] Pipes => pipes;

    public bool Any => pipes.Length > 0;
}
