using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a piece of code is run for, again and again, while the process lives.</summary>
internal enum Unit
{
    /// <summary>Once, at the start or the end, or not that we can see.</summary>
    None,
    /// <summary>Each round of a loop that takes no item, or that is in code of which we cannot see when it runs.</summary>
    Round,
    Item,
    Event,
    Message,
    Request,
}

/// <summary>Finds what code is run for. Names decide here, and only towards silence.</summary>
internal sealed class RepeatedWork(Known known)
{
    /// <summary>What happens once: a process that cannot do it is right to die.</summary>
    private static readonly string[] OnceMembers =
    [
        "Main", "Start", "Init", "Configur", "Setup", "Build", "Bootstrap", "Migrat", "Seed", "Ensure", "Validate", "Install", "Upgrade", "Warm", "OnStart",
        "Stop", "OnStop", "Shutdown", "OnShutdown", "Restart", "Dispose", "Exit", "Terminate", "Crash", "Unhandled", "OnUnhandled", "Fatal", "OnFatal",
    ];

    private static readonly string[] OnceTypes = ["Program", "Startup", "Bootstrap", "Initiali", "Migrat", "Seed", "Install", "Warmup"];

    /// <summary>Parts of the names of what is told when a process ends anyway, or has no other process to live for.</summary>
    private static readonly string[] LastEvents = ["Exception", "ConsoleCancel", "SessionEnd", "Shutdown", "AssemblyLoad", "Exit"];

    private readonly WorkerCode _workers = known.WorkerCode;
    private readonly ApiSet _map = known.Calls(ServingApis.Map);
    private readonly ApiSet _forEach = known.Calls(ServingApis.ForEach);
    private readonly ApiSet _runOnPool = known.Calls(WorkerApis.RunOnPool);
    private readonly INamedTypeSymbol[] _endpoints = ServingApis.Endpoints.Select(known.Type).OfType<INamedTypeSymbol>().ToArray();
    private readonly INamedTypeSymbol[] _consumers = ServingApis.Consumers.Select(known.Type).OfType<INamedTypeSymbol>().ToArray();
    private readonly INamedTypeSymbol? _httpContext = known.Type(ServingApis.HttpContext);
    private readonly INamedTypeSymbol? _eventArgs = known.Type("System.EventArgs");
    private readonly INamedTypeSymbol? _backgroundService = known.Type(WorkerApis.BackgroundService);

    /// <summary>What <paramref name="attempt"/> is run for.</summary>
    public Unit Of(ITryOperation attempt)
    {
        if (Attempts.IsTriedAgain(attempt)) return Unit.None;
        var unit = Unit.None;
        for (IOperation at = attempt; ;)
        {
            for (var loop = at.Enclosing<ILoopOperation>(); loop is not null && unit < Unit.Item; loop = loop.Enclosing<ILoopOperation>()) unit = Of(loop, attempt);
            if (at.EnclosingFunction() is not { } function) break;
            if (function is not IAnonymousFunctionOperation lambda) return Unit.None;
            switch (Of(lambda))
            {
                case Unit.Round: at = lambda; break;
                case Unit.Item: unit = Unit.Item; at = lambda; break;
                case var found: return found;
            }
        }

        return attempt.EnclosingSymbol() is { } symbol && Member(symbol) is { } member && !IsOnce(member) ? Of(member, unit) : Unit.None;
    }

    /// <summary>The worker whose <c>ExecuteAsync</c>, or a part of it, <paramref name="attempt"/> is.</summary>
    public bool IsInWorker(ITryOperation attempt) =>
        attempt.EnclosingFunction() is null && attempt.EnclosingSymbol() is { } symbol && _workers.ExecuteOf(symbol) is not null;

    private Unit Of(IMethodSymbol member, Unit loop)
    {
        if (_endpoints.Any(endpoint => Types.Is(member.ContainingType, endpoint)) && member.DeclaredAccessibility == Accessibility.Public) return Unit.Request;
        foreach (var parameter in member.Parameters)
        {
            if (_httpContext is not null && Types.Is(parameter.Type, _httpContext)) return Unit.Request;
            if (Types.Is(parameter.Type, _eventArgs)) return IsOfLiving(member.Parameters) ? Unit.Event : Unit.None;
        }

        if (IsConsumer(member)) return Unit.Message;
        if (loop != Unit.None && Types.Is(member.ContainingType, _backgroundService)) return loop;
        if (loop != Unit.None) return known.Kind is ProjectKind.Web or ProjectKind.Worker or ProjectKind.Function ? Unit.Round : Unit.None;
        return _workers.ExecuteOf(member) is not null ? OfPart(member) : Unit.None;
    }

    /// <summary>A part of a worker, by the loops in which it is called.</summary>
    private Unit OfPart(IMethodSymbol part)
    {
        var unit = Unit.None;
        foreach (var caller in part.ContainingType.GetMembers().OfType<IMethodSymbol>())
        {
            if (_workers.ExecuteOf(caller) is null || known.Bodies.Of(caller) is not { } body) continue;
            foreach (var call in _workers.Executed(body).OfType<IInvocationOperation>())
            {
                if (!SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, part) || call.Enclosing<ILoopOperation>() is null) continue;
                unit = call.Arguments.Any(argument => argument.Value.Type?.Name is not "CancellationToken") ? Unit.Item : unit == Unit.None ? Unit.Round : unit;
            }
        }

        return unit;
    }

    /// <summary>What a lambda is called for; <see cref="Unit.Round"/> when it is simply part of the code around it.</summary>
    private Unit Of(IAnonymousFunctionOperation lambda)
    {
        var holder = lambda.Parent;
        while (holder is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IArgumentOperation) holder = holder.Parent;
        return holder switch
        {
            IInvocationOperation call when _map.Has(call.TargetMethod) => Unit.Request,
            IInvocationOperation call when _forEach.Has(call.TargetMethod) => Unit.Item,
            IInvocationOperation call when _runOnPool.Has(call.TargetMethod) => Unit.Round,
            IEventAssignmentOperation { Adds: true } => IsOfLiving(lambda.Symbol.Parameters) ? Unit.Event : Unit.None,
            _ => Unit.None,
        };
    }

    private static Unit Of(ILoopOperation loop, ITryOperation attempt) =>
        loop is not IWhileLoopOperation || loop.Body.Executed().OfType<IVariableDeclaratorOperation>().Any(taken => TakesItem(taken) && IsGivenOn(taken.Symbol, attempt)) ? Unit.Item : Unit.Round;

    private static bool TakesItem(IVariableDeclaratorOperation taken) => taken.GetVariableInitializer()?.Value.Bare() is IInvocationOperation;

    private static bool IsGivenOn(ILocalSymbol item, ITryOperation attempt) =>
        attempt.Body.Executed().Any(operation =>
            operation is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, item) && operation.Enclosing<IInvocationOperation>() is not null);

    /// <summary>Whether an event brings something to work on, and is not about the end of a process.</summary>
    private bool IsOfLiving(IReadOnlyCollection<IParameterSymbol> parameters) =>
        parameters.Any(parameter => parameter.Type.SpecialType != SpecialType.System_Object && !SymbolEqualityComparer.Default.Equals(parameter.Type, _eventArgs))
        && !parameters.Any(parameter => LastEvents.Any(last => parameter.Type.Name.IndexOf(last, StringComparison.Ordinal) >= 0));

    /// <summary>Whether a message bus or a scheduler calls the member.</summary>
    private bool IsConsumer(IMethodSymbol member) =>
        _consumers.Length > 0 && member.DeclaredAccessibility == Accessibility.Public && _consumers.Any(contract => Types.Is(member.ContainingType, contract));

    private static IMethodSymbol? Member(ISymbol symbol) =>
        symbol.Member() is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method ? method : null;

    private bool IsOnce(IMethodSymbol member)
    {
        var name = member.Name.Substring(member.Name.LastIndexOf('.') + 1);
        return OnceMembers.Any(once => name.StartsWith(once, StringComparison.Ordinal))
            || OnceTypes.Any(once => member.ContainingType.Name.IndexOf(once, StringComparison.Ordinal) >= 0)
            || known.EntryPoint?.Reaches(member) == true;
    }
}
