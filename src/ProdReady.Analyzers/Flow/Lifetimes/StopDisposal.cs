using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a hosted service disposes, on every path, when the host stops it.</summary>
internal sealed class StopDisposal(Known known)
{
    private const int Depth = 2;

    private static readonly string[] Registrations = ["AddHostedService", "AddSingleton", "TryAddSingleton", "TryAddEnumerable", "Singleton"];

    private readonly INamedTypeSymbol? _hosted = known.Type(WorkerApis.HostedService);
    private readonly INamedTypeSymbol? _lifecycle = known.Type(HostApis.HostedLifecycleService);
    private readonly INamedTypeSymbol? _disposable = known.Type("System.IDisposable");
    private readonly INamedTypeSymbol? _asyncDisposable = known.Type("System.IAsyncDisposable");
    private readonly ConcurrentDictionary<INamedTypeSymbol, HashSet<ISymbol>> _disposed = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the member of a hosted service is disposed at stop.</summary>
    public bool Disposes(ISymbol? member) =>
        member is IFieldSymbol or IPropertySymbol && member.ContainingType is { } type && _disposed.GetOrAdd(type.OriginalDefinition, Find).Contains(member.OriginalDefinition);

    /// <summary>Whether everything that the type may own, and that somebody has to dispose, is disposed at stop.</summary>
    public bool DisposesAllOf(INamedTypeSymbol type) =>
        type.GetMembers().Where(MayOwn).ToArray() is { Length: > 0 } owned
        && owned.All(member => Disposes(member) || IsGiven(member));

    /// <summary>Whether the member holds something that can be disposed; a property only where it is one that keeps it.</summary>
    private bool MayOwn(ISymbol member) => member switch
    {
        { IsStatic: true } => false,
        IFieldSymbol { AssociatedSymbol: null } field => IsDisposable(field.Type),
        IPropertySymbol property => IsDisposable(property.Type) && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)),
        _ => false,
    };

    private bool IsDisposable(ITypeSymbol type) => !Types.IsTask(type) && (Types.Is(type, _disposable) || Types.Is(type, _asyncDisposable));

    /// <summary>Whether the member only ever is what a constructor was given: then somebody else disposes it.</summary>
    private bool IsGiven(ISymbol member)
    {
        if (member is not (IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null })) return false;
        var written = member.ContainingType.InstanceConstructors
            .SelectMany(constructor => known.Bodies.Of(constructor)?.Descendants().OfType<ISimpleAssignmentOperation>() ?? [])
            .Where(assignment => assignment.Target is IMemberReferenceOperation { Member: var target } && SymbolEqualityComparer.Default.Equals(target, member))
            .Select(assignment => assignment.Value)
            .Concat(member.DeclaringSyntaxReferences.Select(reference => Initializer(reference.GetSyntax())).OfType<IOperation>())
            .ToArray();
        return written.Length > 0 && written.All(value => value.Bare() is IParameterReferenceOperation or ICoalesceOperation { Value: IParameterReferenceOperation, WhenNull: IThrowOperation or IConversionOperation { Operand: IThrowOperation } });
    }

    private IOperation? Initializer(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => known.Bodies.Model(value.SyntaxTree).GetOperation(value),
        PropertyDeclarationSyntax { Initializer.Value: var value } => known.Bodies.Model(value.SyntaxTree).GetOperation(value),
        _ => null,
    };

    private HashSet<ISymbol> Find(INamedTypeSymbol type)
    {
        var disposed = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (!Types.Is(type, _hosted) || IsMadeByHand(type)) return disposed;
        foreach (var stop in StopMethods(type))
        {
            // Who overrides it may not call it.
            if (known.Implementations.All(stop).All(method => SymbolEqualityComparer.Default.Equals(method, stop.OriginalDefinition))) Collect(stop, Depth);
        }

        return disposed;

        void Collect(IMethodSymbol method, int depth)
        {
            if (known.Bodies.Of(method) is not { } body) return;
            foreach (var operation in body.Executed())
            {
                if (DisposeCalls.Disposed(operation) is { } member && SymbolEqualityComparer.Default.Equals(member.ContainingType, type) && DisposeCalls.IsCertain(operation, member)) disposed.Add(member.OriginalDefinition);
                if (depth > 0 && operation is IInvocationOperation { Instance: IInstanceReferenceOperation, TargetMethod: { IsVirtual: false, IsOverride: false, IsAbstract: false } own } && SymbolEqualityComparer.Default.Equals(own.ContainingType, type) && DisposeCalls.IsCertain(operation, member: null)) Collect(own, depth - 1);
            }
        }
    }

    private IEnumerable<IMethodSymbol> StopMethods(INamedTypeSymbol type) =>
        new[] { (_hosted, "StopAsync"), (_lifecycle, "StoppingAsync"), (_lifecycle, "StoppedAsync") }
            .Where(contract => Types.Is(type, contract.Item1))
            .Select(contract => contract.Item1!.GetMembers(contract.Item2).FirstOrDefault() is { } member ? type.FindImplementationForInterfaceMember(member) as IMethodSymbol : null)
            .OfType<IMethodSymbol>()
            .Select(method => type.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(own => Overrides(own, method)) ?? method)
            .Where(method => SymbolEqualityComparer.Default.Equals(method.ContainingType, type));

    private static bool Overrides(IMethodSymbol own, IMethodSymbol method)
    {
        for (var overridden = own.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden, method)) return true;
        }

        return false;
    }

    /// <summary>Whether code makes the service itself, other than to register it: then the host may not be the one that stops it.</summary>
    private bool IsMadeByHand(INamedTypeSymbol type) =>
        known.Compilation.SyntaxTrees.Any(tree => SourceSearch.Text(tree).Contains(type.Name)
            && tree.GetRoot().DescendantNodes().Any(node => node is ObjectCreationExpressionSyntax made && Last(made.Type) == type.Name && !IsRegistered(made)));

    private static string Last(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };

    private static bool IsRegistered(SyntaxNode made) =>
        made.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => Registrations.Contains(Names.Of(call)));
}
