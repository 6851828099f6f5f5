using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The members by which the host, and the container that owns the services, come into a hosted type.</summary>
/// <param name="hasLifecycle">Whether the host also calls the methods around start and stop.</param>
internal sealed class HostedEntries(bool hasLifecycle)
{
    /// <summary>Those of the type and of its bases in this compilation, as far as they are not overridden.</summary>
    public IEnumerable<(IMethodSymbol Method, HostedPhase Phase)> Of(INamedTypeSymbol type)
    {
        var names = new HashSet<(string, int)>();
        foreach (var method in Chain(type).SelectMany(part => part.GetMembers()).OfType<IMethodSymbol>())
        {
            var phase = PhaseOf(method);
            if (phase == HostedPhase.None || method.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor) && !names.Add((NameOf(method), method.Parameters.Length))) continue;
            if (!method.IsAbstract) yield return (method, phase);
        }
    }

    /// <summary>What fields and properties begin with.</summary>
    public static IEnumerable<(ISymbol Member, EqualsValueClauseSyntax Value)> Initializers(INamedTypeSymbol type) =>
        Chain(type).SelectMany(part => part.GetMembers())
            .SelectMany(member => member.DeclaringSyntaxReferences.Select(reference => (Member: member, Value: InitializerOf(reference.GetSyntax()))))
            .Where(found => found.Value is not null)!;

    /// <summary>The type and its bases, as far as they are written here.</summary>
    public static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol type)
    {
        for (var part = type.OriginalDefinition; part is { DeclaringSyntaxReferences.IsEmpty: false }; part = part.BaseType?.OriginalDefinition) yield return part;
    }

    private static EqualsValueClauseSyntax? InitializerOf(SyntaxNode member) => member switch
    {
        VariableDeclaratorSyntax { Initializer: { } value, Parent.Parent: FieldDeclarationSyntax field } when !field.Modifiers.Any(Microsoft.CodeAnalysis.CSharp.SyntaxKind.ConstKeyword) => value,
        PropertyDeclarationSyntax { Initializer: { } value } => value,
        _ => null,
    };

    private HostedPhase PhaseOf(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Constructor or MethodKind.StaticConstructor => HostedPhase.Start,
        MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation => NameOf(method) switch
        {
            "StartAsync" when IsStep(method) => HostedPhase.Start,
            "StopAsync" when IsStep(method) => HostedPhase.Stop,
            "StartingAsync" or "StartedAsync" when hasLifecycle && IsStep(method) => HostedPhase.Start,
            "StoppingAsync" or "StoppedAsync" when hasLifecycle && IsStep(method) => HostedPhase.Stop,
            "ExecuteAsync" when method.IsOverride && IsStep(method) => HostedPhase.Work,
            "Dispose" when method.Parameters.IsEmpty || method is { IsOverride: true, Parameters.Length: 1 } => HostedPhase.Stop,
            "DisposeAsync" or "DisposeAsyncCore" when method.Parameters.IsEmpty => HostedPhase.Stop,
            _ => HostedPhase.None,
        },
        _ => HostedPhase.None,
    };

    private static bool IsStep(IMethodSymbol method) =>
        method is { IsStatic: false, Parameters: { Length: 1 } parameters } && parameters[0].Type.Name == "CancellationToken" && Types.IsTask(method.ReturnType);

    private static string NameOf(IMethodSymbol method) => method.Name.Substring(method.Name.LastIndexOf('.') + 1);
}
