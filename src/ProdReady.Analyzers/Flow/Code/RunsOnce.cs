using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Code that runs once for a process: what it leaves behind does not grow.</summary>
internal sealed class RunsOnce(Known known)
{
    private const int Depth = 3;

    private static readonly string[] AtTheEnd = ["Abort", "Dispose", "Stop", "Shutdown", "ShutDown", "Close", "Terminate", "Finalize"];

    private readonly Callers _callers = known.Callers;
    private readonly HostedCode _hosted = known.HostedCode;
    private readonly ApiSet _onPool = known.Calls(BackgroundApis.RunOnPool);

    /// <summary>Whether the place is in the entry point, in code that puts the application together, at the start or the stop of a service, or in a helper of these, and in no loop.</summary>
    public bool Is(IOperation place) => Is(place, Depth);

    private bool Is(IOperation place, int depth)
    {
        for (var at = place; ;)
        {
            if (at.Enclosing<ILoopOperation>() is not null) return false;
            switch (at.EnclosingFunction())
            {
                case IAnonymousFunctionOperation lambda when known.Callees.RunsInPlace(lambda) || Callees.Taker(lambda) is { } taker && _onPool.Has(taker.TargetMethod): at = lambda; continue;
                case IAnonymousFunctionOperation: return false;
                case ILocalFunctionOperation { Symbol: var local }: return IsCalledOnce(local, depth);
            }

            return at.EnclosingSymbol() switch
            {
                IMethodSymbol method => Is(method, at, depth),
                _ => true,
            };
        }
    }

    private bool Is(IMethodSymbol method, IOperation place, int depth)
    {
        if (method.MethodKind == MethodKind.StaticConstructor || _hosted.IsMain(method) || AtTheEnd.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal))) return true;
        if (_hosted.Member(method, place) is { For: EnteredFor.Start }) return true;
        if (!known.Hosted.IsHosted(method.ContainingType)) return false;
        return method.Name is "ExecuteAsync" or "StartAsync" or "StartingAsync" or "StartedAsync" || method.MethodKind == MethodKind.Constructor
            || method.DeclaredAccessibility == Accessibility.Private && (IsCalledOnce(method, depth) || IsBegunOnce(method, depth));
    }

    /// <summary>Whether the type mentions the method once, where its work begins: nobody waits for that call, so it is no caller.</summary>
    private bool IsBegunOnce(IMethodSymbol method, int depth) =>
        depth > 0
        && method.ContainingType.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax().DescendantNodes()).OfType<SimpleNameSyntax>().Where(name => name.Identifier.ValueText == method.Name).Take(2).ToArray() is { Length: 1 } mentions
        && mentions[0].FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
        && known.Bodies.Model(call.SyntaxTree).GetOperation(call) is { } site && Is(site, depth - 1);

    private bool IsCalledOnce(IMethodSymbol method, int depth) =>
        depth > 0 && _callers.Of(method) is { Count: 1 } sites && sites[0] is IInvocationOperation site && Is(site, depth - 1);
}
