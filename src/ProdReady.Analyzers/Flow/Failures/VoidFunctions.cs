using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where a function that returns nothing runs, and who decided that it returns nothing.</summary>
internal sealed class VoidFunctions(Known known)
{
    private static readonly string[] UserInterfaces = ["System.Windows", "Microsoft.Maui", "Microsoft.UI", "Microsoft.AspNetCore.Components", "Windows.UI", "Avalonia", "Xamarin", "Uno"];

    private readonly INamedTypeSymbol? _eventArgs = known.Type("System.EventArgs");
    private readonly INamedTypeSymbol?[] _hosted =
    [
        known.Type("Microsoft.Extensions.Hosting.IHostedService"),
        known.Type("Microsoft.AspNetCore.Mvc.ControllerBase"),
        known.Type("Microsoft.AspNetCore.SignalR.Hub"),
        known.Type("Microsoft.AspNetCore.Http.IMiddleware"),
    ];

    /// <summary>Whether it has the shape of an event handler: <c>(object, EventArgs)</c>.</summary>
    public bool IsEventShaped(IMethodSymbol method) =>
        method.Parameters.Length == 2
        && method.Parameters[0].Type.SpecialType == SpecialType.System_Object
        && Types.Is(method.Parameters[1].Type, _eventArgs);

    /// <summary>Whether the type lives in a service: there is nobody but the process that an exception of an event handler could reach.</summary>
    public bool IsHosted(INamedTypeSymbol? type) =>
        known.Kind is ProjectKind.Web or ProjectKind.Worker or ProjectKind.Function || _hosted.Any(ancestor => Types.Is(type, ancestor));

    /// <summary>Whether the type, or one around it, is part of a user interface, whose dispatcher takes the exception, or derives from what cannot be seen.</summary>
    public static bool IsUserInterface(ITypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.AllInterfaces.Any(IsOfUserInterface)) return true;
            for (ITypeSymbol? ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
            {
                if (ancestor.TypeKind == TypeKind.Error || IsOfUserInterface(ancestor)) return true;
            }
        }

        return false;
    }

    /// <summary>Whether a base type or an interface demands that the method returns nothing.</summary>
    public static bool IsDictated(IMethodSymbol method) =>
        method.IsOverride || method.IsVirtual || !method.ExplicitInterfaceImplementations.IsEmpty
        || method.ContainingType is { } type && method.MethodKind == MethodKind.Ordinary && type.AllInterfaces
            .SelectMany(contract => contract.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method));

    /// <summary>The method or constructor that the delegate is an argument of; null when it goes elsewhere.</summary>
    public static IMethodSymbol? Taker(IOperation handed)
    {
        var parent = handed.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation) parent = parent.Parent;
        return parent is IArgumentOperation argument ? argument.Parent switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        } : null;
    }

    /// <summary>What the delegate is for, quoted: the method that takes it, the type that is made with it, or its own type.</summary>
    public static string Name(IMethodSymbol? taker, IDelegateCreationOperation handed) =>
        $"'{(taker is null ? handed.Type?.Name : taker.MethodKind == MethodKind.Constructor ? taker.ContainingType.Name : taker.Name)}'";

    /// <summary>What runs a delegate of this type.</summary>
    public static string Role(ITypeSymbol type) => type.Name switch
    {
        "TimerCallback" => "timer callback",
        "WaitCallback" => "work item",
        _ => "thread",
    };

    private static bool IsOfUserInterface(ITypeSymbol type)
    {
        if (type.Name is "ICommand" or "INotifyPropertyChanged") return true;
        var space = type.ContainingNamespace?.ToDisplayString() ?? "";
        return UserInterfaces.Any(name => space == name || space.StartsWith(name + ".", StringComparison.Ordinal));
    }
}
