using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Configuration;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the logger of the whole program writes at once, as consoles and plain files do, or later. Told from the code that makes it; what is not seen writes at once.</summary>
internal sealed class LateSinks
{
    private const int Depth = 2;

    private readonly Known _known;
    private readonly INamedTypeSymbol? _sinks;
    private readonly ApiSet _global;
    private readonly ApiSet _later;
    private readonly ApiSet _settings;
    private readonly ApiSet _useInHost;
    private readonly ApiSet _replaceable;
    private readonly Lazy<LateSink?> _serilog;
    private readonly Lazy<LateSink?> _nlog;

    public LateSinks(Known known)
    {
        _known = known;
        _sinks = known.Type(LogSinkApis.Sinks);
        _global = known.Calls(LogSinkApis.GlobalLogger);
        _later = known.Calls(LogSinkApis.WriteLater);
        _settings = known.Calls(LogSinkApis.ReadSettings);
        _useInHost = known.Calls(LogSinkApis.UseInHost);
        _replaceable = known.Calls(LogSinkApis.MakeReplaceable);
        _serilog = new(FindInSerilog);
        _nlog = new(FindInNLog);
    }

    /// <summary>That of Serilog's static logger; null where it writes at once, a host closes it, or it is not made here.</summary>
    public LateSink? OfSerilog => _serilog.Value;

    /// <summary>That of NLog; it is often configured in a file, which is not seen.</summary>
    public LateSink? OfNLog => _nlog.Value;

    private LateSink? FindInSerilog()
    {
        var code = Assignments().SelectMany(assignment => Related(assignment.Value, Depth).Prepend(assignment.Root())).Distinct().ToArray();
        var calls = code.SelectMany(piece => piece.DescendantsAndSelf()).OfType<IInvocationOperation>().ToArray();
        if (calls.Any(IsClosedWithHost)) return null;
        var mine = calls.Any(call => _replaceable.Has(call.TargetMethod)) ? calls : calls.Where(call => !IsOfHost(call)).ToArray();
        return mine.FirstOrDefault(IsLate) is { } late ? new LateSink("WriteTo." + late.TargetMethod.Name, false)
            : mine.Any(call => _settings.Has(call.TargetMethod)) ? InSettings()
            : null;
    }

    /// <summary>What the settings files of the project choose, as far as they say it.</summary>
    private LateSink? InSettings()
    {
        var chosen = new AppSettings(_known, default).Below(LogSinkApis.Section).ToArray();
        var names = chosen.Where(setting => setting.Key.EndsWith(":Name", StringComparison.OrdinalIgnoreCase) || setting.Key.IndexOf(':', LogSinkApis.Section.Length + 1) < 0).Select(setting => setting.Value).ToArray();
        if (names.FirstOrDefault(LogSinkApis.Later.Contains) is { } late) return new LateSink(late, false);
        if (chosen.Any(setting => setting.Key.EndsWith(":buffered", StringComparison.OrdinalIgnoreCase) && string.Equals(setting.Value, "true", StringComparison.OrdinalIgnoreCase))) return new LateSink("File (buffered)", false);
        return names.Length > 0 && names.All(LogSinkApis.AtOnce.Contains) ? null : new LateSink("ReadFrom.Configuration", true);
    }

    private LateSink? FindInNLog()
    {
        foreach (var tree in _known.Compilation.SyntaxTrees)
        {
            var text = SourceSearch.Text(tree);
            if (!text.Contains("AsyncTargetWrapper") && !text.Contains("BufferingTargetWrapper") && !text.Contains("WithAsync") && !text.Contains("WithBuffering")) continue;
            foreach (var node in tree.GetRoot().DescendantNodes().Where(node => node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithAsync" or "WithBuffering" } }))
            {
                var made = _known.Bodies.Model(tree).GetOperation(node);
                if (made is IObjectCreationOperation { Constructor: var constructor } creation && _later.Has(constructor)) return new LateSink(creation.Type!.Name, false);
                if (made is IInvocationOperation call && _later.Has(call.TargetMethod)) return new LateSink(call.TargetMethod.Name, false);
            }
        }

        return null;
    }

    private IEnumerable<ISimpleAssignmentOperation> Assignments() =>
        _known.Compilation.SyntaxTrees
            .Where(tree => SourceSearch.Text(tree) is var text && text.Contains("Log.Logger"))
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>()
                .Where(assignment => assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Logger" })
                .Select(assignment => _known.Bodies.Model(tree).GetOperation(assignment)))
            .OfType<ISimpleAssignmentOperation>()
            .Where(assignment => assignment.Target is IPropertyReferenceOperation { Property: var property } && _global.Has(property));

    /// <summary>The methods of this compilation that help to make the value.</summary>
    private IEnumerable<IOperation> Related(IOperation value, int depth) =>
        depth == 0 ? [] : value.DescendantsAndSelf().OfType<IInvocationOperation>()
            .Select(call => _known.Implementations.Target(call.TargetMethod) is { } target ? _known.Bodies.Of(target) : null)
            .OfType<IOperation>()
            .SelectMany(body => Related(body, depth - 1).Prepend(body));

    private bool IsLate(IInvocationOperation call) =>
        _later.Has(call.TargetMethod)
        || IsSink(call) && (call.Arguments.Any(argument => argument is { Parameter.Name: "buffered", Value.ConstantValue: { HasValue: true, Value: true } }) || Sends(call.TargetMethod.ContainingAssembly));

    private bool IsSink(IInvocationOperation call) =>
        SymbolEqualityComparer.Default.Equals((call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Type, _sinks) && _sinks is not null;

    private bool Sends(IAssemblySymbol assembly) =>
        !SymbolEqualityComparer.Default.Equals(assembly, _known.Compilation.Assembly)
        && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => LogSinkApis.Senders.Contains(reference.Name)));

    private bool IsClosedWithHost(IInvocationOperation call) =>
        _useInHost.Has(call.TargetMethod) && call.Arguments.Any(argument => argument is { Parameter.Name: "dispose", Value.ConstantValue: { HasValue: true, Value: true } });

    /// <summary>Whether the call configures another logger, that of the host.</summary>
    private bool IsOfHost(IInvocationOperation call)
    {
        for (var function = call.EnclosingFunction(); function is not null; function = function.EnclosingFunction())
        {
            if (Callees.Taker(function) is { } taker && _useInHost.Has(taker.TargetMethod)) return true;
        }

        return false;
    }
}
