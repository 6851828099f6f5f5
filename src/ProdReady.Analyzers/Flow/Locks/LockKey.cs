using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Which lock it is: the variable that holds it, as it is reached from <c>this</c>, a local or a static. Of a reader-writer lock, each mode is a lock of its own.</summary>
internal sealed class LockKey : IEquatable<LockKey>
{
    private readonly ImmutableArray<ISymbol> _path;
    private readonly string _mode;

    private LockKey(ImmutableArray<ISymbol> path, string mode, bool isOfThis)
    {
        _path = path;
        _mode = mode;
        IsOfThis = isOfThis;
    }

    /// <summary>Whether it is a member of the object whose method runs.</summary>
    public bool IsOfThis { get; }

    /// <summary>The variable itself: the last step of the way.</summary>
    public ISymbol Symbol => _path[_path.Length - 1];

    /// <summary>Whether all methods of the type mean the same lock by it: it is static, or a member of <c>this</c>.</summary>
    public bool IsShared => IsOfThis || Symbol is IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true } or ITypeSymbol;

    /// <summary>The mode of a reader-writer lock: read, upgradeable or write; empty for other locks.</summary>
    public string Mode => _mode;

    /// <summary>The variable from which the way starts: a parameter, a local, or the variable itself.</summary>
    public ISymbol Owner => _path[0];

    /// <summary>The name by which the code calls it.</summary>
    public string Name => Symbol is ITypeSymbol ? (IsOfThis ? "this" : $"typeof({Symbol.Name})") : Symbol.Name;

    /// <summary>The lock that <paramref name="value"/> is; null when it is an expression that may be another one each time.</summary>
    public static LockKey? Of(IOperation value, string mode = "", Func<IOperation, IOperation?>? captured = null)
    {
        var path = ImmutableArray.CreateBuilder<ISymbol>();
        var isOfThis = false;
        if (!Walk(value.Bare())) return null;
        return new LockKey(path.ToImmutable(), mode, isOfThis);

        bool Walk(IOperation operation)
        {
            switch (operation)
            {
                case ILocalReferenceOperation { Local: var local }:
                    path.Add(local);
                    return true;
                case IParameterReferenceOperation { Parameter: var parameter }:
                    path.Add(parameter);
                    return true;
                case ITypeOfOperation { TypeOperand: var type }:
                    path.Add(type);
                    return true;
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: { } type }:
                    isOfThis = true;
                    path.Add(type);
                    return true;
                case IFieldReferenceOperation { Field: var field, Instance: null }:
                    path.Add(field.OriginalDefinition);
                    return true;
                case IPropertyReferenceOperation { Property: { IsStatic: true, Parameters.Length: 0 } property }:
                    path.Add(property.OriginalDefinition);
                    return true;
                case IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Member: IFieldSymbol or IPropertySymbol { Parameters.Length: 0 } } own:
                    isOfThis = true;
                    path.Add(own.Member.OriginalDefinition);
                    return true;
                case IMemberReferenceOperation { Instance: { } owner, Member: IFieldSymbol or IPropertySymbol { Parameters.Length: 0 } } member:
                    if (!Walk(owner.Bare())) return false;
                    path.Add(member.Member.OriginalDefinition);
                    return true;
                case IConditionalAccessInstanceOperation when operation.Enclosing<IConditionalAccessOperation>() is { } access:
                    return Walk(access.Operation.Bare());
                case IFlowCaptureReferenceOperation when captured?.Invoke(operation) is { } source:
                    return Walk(source.Bare());
                default:
                    return false;
            }
        }
    }

    public bool Equals(LockKey? other) => other is not null && _mode == other._mode && IsSameObject(other);

    /// <summary>Whether it is the same lock, in whatever mode.</summary>
    public bool IsSameObject(LockKey other) => IsOfThis == other.IsOfThis && _path.SequenceEqual(other._path, SymbolEqualityComparer.Default);

    public override bool Equals(object? obj) => Equals(obj as LockKey);

    public override int GetHashCode() => unchecked((SymbolEqualityComparer.Default.GetHashCode(Symbol) * 31) + StringComparer.Ordinal.GetHashCode(_mode));
}
