using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which channels of RabbitMQ are given a prefetch limit, as far as can be seen.</summary>
internal sealed class PrefetchLimits
{
    private const int Depth = 3;

    private readonly Known _known;
    private readonly OpenedChannels _opened;
    private readonly string[] _names;
    private readonly INamedTypeSymbol[] _channels;
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _mentions = new(SymbolEqualityComparer.Default);
    private readonly Lazy<bool> _isNowhere;
    private readonly Lazy<bool> _nobodyElse;

    public PrefetchLimits(Known known)
    {
        _known = known;
        _opened = new OpenedChannels(known);
        _names = [.. known.Names(BrokerApis.Limit)];
        _channels = [.. BrokerApis.Channels.Select(known.Type).OfType<INamedTypeSymbol>()];
        _isNowhere = new(() => !known.AnyText(_names));
        _nobodyElse = new(() => known.Kind is ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine && known.HasCall(BrokerApis.OpenChannel) && !IsUsedByLibraries());
    }

    /// <summary>Whether it is certain that the channel of a subscription has no limit. Where no code of an application mentions one, it does not matter where the channel comes from.</summary>
    public bool IsAbsent(IInvocationOperation subscription)
    {
        if (subscription.Receiver() is not { } channel || subscription.EnclosingType() is not { } type) return false;
        if (_isNowhere.Value && _nobodyElse.Value) return true;
        if (_opened.Through(channel) is not { } types) return false;
        return (_isNowhere.Value || !IsShown(channel, type)) && !types.Any(MaySet);
    }

    private bool MaySet(INamedTypeSymbol type) => MaySet(type, Depth, new(SymbolEqualityComparer.Default));

    /// <summary>Whether code of the type, or code that it hands a channel to, may set a limit.</summary>
    private bool MaySet(INamedTypeSymbol type, int depth, HashSet<INamedTypeSymbol> seen)
    {
        if (!seen.Add(type)) return false;
        if (depth == 0 || _mentions.GetOrAdd(type, Mentions)) return true;
        return Takers(type).Any(taker =>
            taker is null || !IsHarmless(taker) && (_known.Implementations.Target(taker) is not { DeclaringSyntaxReferences.IsEmpty: false } target || MaySet(target.ContainingType, depth - 1, seen)));
    }

    private bool Mentions(INamedTypeSymbol type) =>
        _known.Parts(type).SelectMany(part => part.DescendantTokens()).Any(token => _names.Contains(token.ValueText) && !IsSetToNone(token.Parent!));

    /// <summary>Zero is what RabbitMQ calls no limit.</summary>
    private bool IsSetToNone(SyntaxNode name) =>
        name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && Names.Of(call) == name.ToString()
        && _known.Bodies.Model(call.SyntaxTree).GetOperation(call) is IInvocationOperation limit
        && limit.Argument("prefetchCount") is { ConstantValue: { HasValue: true, Value: ushort and 0 } };

    /// <summary>What code of the type hands a channel to: methods and constructors, also as what they extend; null for a delegate.</summary>
    private IEnumerable<IMethodSymbol?> Takers(INamedTypeSymbol type)
    {
        foreach (var node in _known.Parts(type).SelectMany(part => part.DescendantNodes()))
        {
            var (given, taking) = node switch
            {
                ArgumentSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax or PostfixUnaryExpressionSyntax or AwaitExpressionSyntax, Parent.Parent: { } around } argument => (argument.Expression, around),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call => (access.Expression, call),
                _ => (null, node),
            };
            if (given is null || taking is not (InvocationExpressionSyntax or ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax or ConstructorInitializerSyntax)) continue;
            var model = _known.Bodies.Model(node.SyntaxTree);
            if (!IsChannel(model.GetTypeInfo(given).Type)) continue;
            if (model.GetSymbolInfo(taking).Symbol is not IMethodSymbol taker || taker.MethodKind == MethodKind.DelegateInvoke) yield return null;
            else yield return taker;
        }
    }

    private bool IsChannel(ITypeSymbol? type) => _channels.Any(channel => Types.Is(type, channel));

    /// <summary>Whether the method belongs to the client, whose other calls set no limit, or to the framework.</summary>
    private bool IsHarmless(IMethodSymbol taker) =>
        Types.IsFramework(taker.ContainingAssembly) || _channels.Any(channel => SymbolEqualityComparer.Default.Equals(channel.ContainingAssembly, taker.ContainingAssembly));

    /// <summary>Whether code outside of the type can get hold of the channel.</summary>
    private bool IsShown(IOperation channel, INamedTypeSymbol type) =>
        Variables.Of(channel) is IFieldSymbol or IPropertySymbol && type.GetMembers().Any(member => member.DeclaredAccessibility != Accessibility.Private && member switch
        {
            IFieldSymbol field => IsChannel(field.Type),
            IPropertySymbol property => IsChannel(property.Type),
            IMethodSymbol { MethodKind: MethodKind.Ordinary, ReturnType: var result } => IsChannel(result) || Types.IsTask(result) && result is INamedTypeSymbol { TypeArguments: { Length: 1 } results } && IsChannel(results[0]),
            _ => false,
        });

    private bool IsUsedByLibraries()
    {
        if (_channels.Length == 0) return true;
        var client = _channels[0].ContainingAssembly;
        var oracle = new AssemblyOracle(_known.Compilation, client.Name, text => text.Contains("BasicQos"));
        return _known.Compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => !SymbolEqualityComparer.Default.Equals(assembly, client) && oracle.Uses(assembly) != Answer.No);
    }
}
