using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether a wait that has no limit of its own is limited in another way, or is meant to take any time. Asked of the text: a hint is enough.</summary>
internal sealed class LimitedElsewhere(Known known)
{
    /// <summary>Bodies that are read bit by bit, limits for each call, and handlers that set one.</summary>
    private static readonly string[] OfHttp =
        ["ResponseHeadersRead", "CancelAfter", "CancellationTokenSource(", "ResilienceHandler", "PolicyHandler", "ResiliencePipeline", "AddTimeout", "TimeoutAsync", "TimeoutHandler", "event-stream", "GetStreamAsync", "OpenReadAsync", "IHttpForwarder", "WebSocket"];

    private static readonly string[] OfGrpc = ["EnableCallContextPropagation", "AddInterceptor", ".Intercept(", "ResilienceHandler", "AddServiceDefaults"];

    private static readonly string[] OfCommands = ["CancelAfter", "CancellationTokenSource(", "sp_getapplock", "pg_advisory"];

    private readonly ApiSet _addHttpClient = known.Calls(TimeoutApis.AddHttpClient);
    private readonly Lazy<bool> _grpc = new(() => known.Compilation.SyntaxTrees.Any(tree => Mentions(SourceSearch.Text(tree), OfGrpc)));

    /// <summary>Whether all gRPC clients may get a deadline from elsewhere.</summary>
    public bool IsGrpc => _grpc.Value;

    /// <summary>Whether the client whose timeout is set streams, or has a limit for each call: in its type, or where its registration leads.</summary>
    public bool IsHttp(IOperation setting)
    {
        if (Registration(setting) is not { } registration) return Mentions(Around(setting), OfHttp);
        if (Mentions(registration.Syntax.FirstAncestorOrSelf<StatementSyntax>()?.ToString() ?? "", OfHttp)) return true;
        return Users(registration, setting.Syntax.SyntaxTree).Any(text => Mentions(text, OfHttp));
    }

    /// <summary>Whether a command may take any time: by the words, in its method or in the name of its type, or because a token limits it.</summary>
    public bool IsCommand(IOperation setting, IEnumerable<string> words)
    {
        var member = setting.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.ToString() ?? "";
        var type = setting.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? "";
        return Mentions(member, OfCommands) || words.Any(word => member.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0 || type.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    /// <summary>Whether the type reads in a loop: it waits for whatever comes, for as long as it takes.</summary>
    public static bool IsLoop(IOperation setting) => Mentions(Around(setting), ["while (", "while(", "for (;;)", "await foreach"]);

    /// <summary>Whether the member ends the connection from elsewhere.</summary>
    public static bool IsConnection(IOperation call) => Mentions(call.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.ToString() ?? "", ["CancelAfter", "CancellationTokenSource(", ".Register(", "WhenAny"]);

    /// <summary>Whether a client that is registered here gets a limit, or all clients do.</summary>
    public bool IsRegistration(IInvocationOperation registration) =>
        registration.Syntax.FirstAncestorOrSelf<StatementSyntax>()?.ToString() is { } statement && (statement.Contains("Timeout") || Mentions(statement, OfHttp))
        || registration.TargetMethod.TypeArguments.SelectMany(type => type.DeclaringSyntaxReferences).Any(reference => SourceSearch.Text(reference.SyntaxTree).Contains("Timeout"))
        || known.Compilation.SyntaxTrees.Any(tree => Mentions(SourceSearch.Text(tree), ["ConfigureHttpClientDefaults", "AddServiceDefaults"]));

    /// <summary>The call of <c>AddHttpClient</c> that the setting is part of, also through a builder.</summary>
    private IInvocationOperation? Registration(IOperation setting)
    {
        for (var operation = setting.Parent; operation is not null; operation = operation.Parent)
        {
            if (operation is IInvocationOperation call && call.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(part => _addHttpClient.Has(part.TargetMethod)) is { } found) return found;
        }

        return null;
    }

    /// <summary>The code that uses a registered client: the typed one, those that name it, or all there is.</summary>
    private IEnumerable<string> Users(IInvocationOperation registration, SyntaxTree home)
    {
        var typed = registration.TargetMethod.TypeArguments.SelectMany(type => type.DeclaringSyntaxReferences).Select(reference => SourceSearch.Text(reference.SyntaxTree)).ToArray();
        if (typed.Length > 0) return typed;
        var name = registration.Argument("name")?.Syntax.ToString();
        var named = name is null ? [] : known.Compilation.SyntaxTrees.Where(tree => tree != home).Select(SourceSearch.Text).Where(text => text.Contains(name)).ToArray();
        return named.Length > 0 ? named : known.Compilation.SyntaxTrees.Select(SourceSearch.Text);
    }

    private static string Around(IOperation operation) =>
        operation.Syntax.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault()?.ToString() ?? SourceSearch.Text(operation.Syntax.SyntaxTree);

    private static bool Mentions(string text, string[] words) => words.Any(text.Contains);
}
