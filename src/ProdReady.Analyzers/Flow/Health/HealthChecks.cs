using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The checks that a host registers: every call that adds one to the builder of health checks.</summary>
internal sealed class HealthChecks
{
    private readonly Known _known;
    private readonly INamedTypeSymbol? _builder;

    public HealthChecks(Known known, HostGraph graph)
    {
        _known = known;
        _builder = known.Type(HealthApis.Builder);
        All = [.. graph.Steps.Where(Adds).Select(Read)];
    }

    /// <summary>In the order in which they are registered.</summary>
    public IReadOnlyList<HealthCheckFacts> All { get; }

    /// <summary>Calls into this compilation are walked themselves.</summary>
    private bool Adds(HostStep step) =>
        _builder is not null
        && !_known.Declares(step.Call.TargetMethod)
        && step.Call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal)
        && (Types.Is(step.Call.Instance?.Type, _builder) || step.Call.TargetMethod.Parameters.FirstOrDefault() is { } receiver && step.Call.TargetMethod.IsExtensionMethod && Types.Is(receiver.Type, _builder));

    private static HealthCheckFacts Read(HostStep step)
    {
        var call = step.Call;
        var registration = call.Argument("registration")?.Bare() as IObjectCreationOperation;
        var (name, tags) = registration is null ? (call.Argument("name"), call.Argument("tags")) : (Given(registration, "name"), Given(registration, "tags"));
        // A helper that takes no tags may give some.
        var isSeen = registration is not null || call.TargetMethod.Parameters.Any(parameter => parameter.Name == "tags");
        return new HealthCheckFacts(step)
        {
            Name = step.Text(name),
            Tags = !isSeen ? null : tags is null ? [] : Texts(step, tags),
        };
    }

    private static IOperation? Given(IObjectCreationOperation creation, string parameter) =>
        creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)?.Value;

    /// <summary>The texts of a list that is written in place; null when it is not, or not all of them are constant.</summary>
    private static IReadOnlyCollection<string>? Texts(HostStep step, IOperation list)
    {
        IEnumerable<IOperation>? elements = step.Resolve(list) switch
        {
            IArrayCreationOperation { Initializer: { } written } => written.ElementValues,
            IObjectCreationOperation { Initializer: { } written } => written.Initializers.OfType<IInvocationOperation>().SelectMany(add => add.Arguments).Select(argument => argument.Value),
            { ConstantValue: { HasValue: true, Value: null } } => [],
            // Collection expressions are newer than the compiler this package is built for.
            var other when other.Syntax.GetType().Name == "CollectionExpressionSyntax" => other.ChildOperations,
            _ => null,
        };
        var texts = elements?.Select(step.Text).ToArray();
        return texts is null || texts.Contains(null) ? null : [.. texts.OfType<string>()];
    }
}

/// <summary>What predicates of endpoints ask of a check that is registered. What it asks itself, <see cref="CheckRegistrations"/> knows.</summary>
internal sealed record HealthCheckFacts(HostStep Step)
{
    /// <summary>Its name; null when it is left out or made at run time.</summary>
    public string? Name { get; init; }

    /// <summary>Its tags; null when they cannot be seen.</summary>
    public IReadOnlyCollection<string>? Tags { get; init; }
}
