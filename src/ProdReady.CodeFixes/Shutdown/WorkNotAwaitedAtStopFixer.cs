using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Keeps the task and a source in fields, and has StopAsync cancel and await it; what only goes on firing is disposed of there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WorkNotAwaitedAtStopFixer() : ProductionFixer(
    WorkNotAwaitedAtStop.Rule,
    new Remedy("Cancel the work and wait for it in StopAsync", spot => Task.FromResult(WaitFor(spot))),
    new Remedy("Dispose of it when the service stops", spot => Task.FromResult(DisposeOf(spot))))
{
    private static SyntaxNode? WaitFor(Spot spot)
    {
        if (spot.Note(WorkNotAwaitedAtStop.KindNote) != "Task" || spot.Enclosing<TypeDeclarationSyntax>() is not { } type) return null;
        if (UnwaitedTask.At(spot, type) is not { } task || StopToken.For(task, spot, type) is not { } token) return null;
        var stop = StopMethod.Of(type);
        var isWorker = IsWorker(type, spot);
        if (stop is null && !isWorker) return null;
        if (token.Source is null && !token.IsOfBase && spot.Note(WorkNotAwaitedAtStop.LoopNote) is not null && !(stop is not null && StopMethod.TellsToEnd(stop))) return null;

        var fields = new List<string>();
        if (task.NewField is { } name) fields.Add($"private Task {name} = Task.CompletedTask;");
        if (token.NewSource is { } made) fields.Add($"private readonly CancellationTokenSource {made} = new CancellationTokenSource();");
        var parameter = stop?.ParameterList.Parameters[0].Identifier.Text ?? "cancellationToken";
        var cancel = token.Source is { } source && !StopMethod.Cancels(stop, source.TrimEnd('?')) ? source + ".Cancel();\n" : "";
        var statements = cancel + task.Wait(parameter, spot);
        var stopping = stop is null ? null : StopMethod.With(stop, statements, spot);
        if (stop is not null && stopping is null) return null;

        var started = task.Started(token, spot);
        var changed = type.ReplaceNodes(
            new SyntaxNode?[] { task.Place, stop }.OfType<SyntaxNode>(),
            (old, _) => old == stop ? stopping! : started);
        if (stop is null) changed = changed.AddMembers(StopMethod.New(statements, spot));
        return Usings.Ensure(
            spot.Root.ReplaceNode(type, NewFields.In(changed, fields, spot)), spot,
            "System.Threading.Tasks.Task", "System.Threading.CancellationTokenSource", "System.OperationCanceledException");
    }

    private static SyntaxNode? DisposeOf(Spot spot)
    {
        if (spot.Note(WorkNotAwaitedAtStop.KindNote) is null or "Task" or "Thread" || spot.Note(WorkNotAwaitedAtStop.KeptNote) is not { } name) return null;
        if (spot.Enclosing<TypeDeclarationSyntax>() is not { } type || spot.Model.GetDeclaredSymbol(type, spot.Cancellation)?.GetMembers(name).FirstOrDefault() is not { } kept) return null;
        var (thing, mayBeNull) = kept switch
        {
            IFieldSymbol field => (field.Type, !field.IsReadOnly),
            IPropertySymbol property => (property.Type, property.SetMethod is not null),
            _ => (null, false),
        };
        var end = thing?.Name switch { "TcpListener" => "Stop", "HttpListener" => "Close", "Timer" or "FileSystemWatcher" => "Dispose", _ => null };
        if (end is null) return null;
        var statement = $"{Fresh.Written(name)}{(mayBeNull ? "?" : "")}.{end}();";
        if ((StopMethod.Of(type) ?? Disposal(type)) is { } method) return spot.Root.ReplaceNode(method, Beginning(method, statement, spot));
        if (!IsWorker(type, spot)) return null;
        var disposal = Pattern.Member($"public override void Dispose()\n{{\n    {statement}\n    base.Dispose();\n}}", spot.NewLine);
        return spot.Root.ReplaceNode(type, type.AddMembers(disposal.WithLeadingTrivia(SyntaxFactory.EndOfLine(spot.NewLine))));
    }

    private static MethodDeclarationSyntax Beginning(MethodDeclarationSyntax method, string statement, Spot spot)
    {
        var added = Pattern.Statement(statement, spot.NewLine);
        if (method.Body is { } body)
        {
            var open = Handler.Open(body, spot.NewLine);
            return method.WithBody(open.WithStatements(open.Statements.Insert(0, added)));
        }

        var own = method.ExpressionBody!.Expression;
        var isVoid = method.ReturnType is PredefinedTypeSyntax || method.Modifiers.Any(SyntaxKind.AsyncKeyword);
        return BlockBody.Of(method, new[] { added, Pattern.Statement(isVoid ? $"{own};" : $"return {own};", spot.NewLine) }, spot);
    }

    private static MethodDeclarationSyntax? Disposal(TypeDeclarationSyntax type) =>
        type.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(method => method.Identifier.ValueText == "Dispose" && method.ParameterList.Parameters.Count == 0);

    private static bool IsWorker(TypeDeclarationSyntax type, Spot spot) =>
        Facts.Types.Is(spot.Model.GetDeclaredSymbol(type, spot.Cancellation), spot.Type(Facts.WorkerApis.BackgroundService));
}
