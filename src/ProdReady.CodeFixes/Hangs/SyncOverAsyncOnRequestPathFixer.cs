using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Gives the thread back while the work is under way. Methods that are not async become so, with all who call them, as long as these are in the same file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SyncOverAsyncOnRequestPathFixer() : ProductionFixer(
    SyncOverAsyncOnRequestPath.Rule,
    new Remedy("Await it, up to the request", Await))
{
    private static async Task<SyntaxNode?> Await(Spot spot)
    {
        if (Blocked(spot) is not { } wait) return null;
        var changed = await Asynchrony.Await(spot, wait.Place, wait.Task).ConfigureAwait(false);
        if (changed is null) return null;
        changed = Usings.Ensure(changed, spot, "System.Threading.Tasks.Task");
        return await Compiles(spot, changed).ConfigureAwait(false) ? changed : null;
    }

    /// <summary>The expression that blocks, and the task to await in its place.</summary>
    private static (ExpressionSyntax Place, ExpressionSyntax Task)? Blocked(Spot spot)
    {
        if (spot.Token.Parent is not SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name || access.Name != name) return null;
        var task = access.Expression;
        if (name.Identifier.ValueText == "Result") return (access, task);
        if (access.Parent is not InvocationExpressionSyntax call) return null;
        var arguments = call.ArgumentList.Arguments;
        return name.Identifier.ValueText switch
        {
            "GetResult" when task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Expression: var awaited } } => (call, awaited),
            "Wait" when arguments.Count == 0 => (call, task),
            "Wait" when arguments.Count == 1 && HasType(arguments[0], "System.Threading.CancellationToken", spot) && HasWaitAsync(spot) => (call, Renamed(call, access, "WaitAsync")),
            "WaitAll" when arguments.All(argument => !HasType(argument, "System.TimeSpan", spot) && !HasType(argument, "System.Int32", spot) && !HasType(argument, "System.Threading.CancellationToken", spot)) => (call, Renamed(call, access, "WhenAll")),
            "Sleep" => (call, call.WithExpression(Pattern.Expression("Task.Delay"))),
            _ => null,
        };
    }

    private static InvocationExpressionSyntax Renamed(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, string name) =>
        call.WithExpression(access.WithName(SyntaxFactory.IdentifierName(name)));

    private static bool HasType(ArgumentSyntax argument, string type, Spot spot) =>
        SymbolEqualityComparer.Default.Equals(spot.Model.GetTypeInfo(argument.Expression, spot.Cancellation).Type, spot.Type(type));

    private static bool HasWaitAsync(Spot spot) => spot.Type("System.Threading.Tasks.Task")?.GetMembers("WaitAsync").IsEmpty == false;

    /// <summary>What else an async method may not have is for the compiler to know.</summary>
    private static async Task<bool> Compiles(Spot spot, SyntaxNode changed)
    {
        var model = await spot.Document.WithSyntaxRoot(changed).GetSemanticModelAsync(spot.Cancellation).ConfigureAwait(false);
        return Errors(model!) <= Errors(spot.Model);

        int Errors(SemanticModel either) => either.GetDiagnostics(cancellationToken: spot.Cancellation).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
