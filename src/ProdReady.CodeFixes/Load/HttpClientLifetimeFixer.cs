using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Shutdown;

namespace ProdReady.Load;

/// <summary>Gives a client the life it needs: connections that are renewed, one client for all calls, or the one that the factory sets up.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HttpClientLifetimeFixer() : ProductionFixer(
    HttpClientLifetime.Rule,
    new Remedy("Renew the connections", spot => Task.FromResult(Renew(spot))),
    new Remedy("Ask the factory for the client", spot => Task.FromResult(AskFactory(spot))),
    new Remedy("Share one client", spot => Task.FromResult(Share(spot))),
    new Remedy("Return the typed client", spot => Task.FromResult(ReturnTyped(spot))))
{
    private static readonly string[] SetUp = ["BaseAddress", "DefaultRequestHeaders", "DefaultRequestVersion", "DefaultVersionPolicy", "Timeout", "MaxResponseContentBufferSize", "Dispose", "CancelPendingRequests"];

    /// <summary>What both kinds of handlers have; other settings of the older one have no place in the newer.</summary>
    private static readonly string[] OfBoth =
        ["AllowAutoRedirect", "AutomaticDecompression", "CookieContainer", "Credentials", "DefaultProxyCredentials", "MaxAutomaticRedirections", "MaxConnectionsPerServer", "MaxResponseHeadersLength", "PreAuthenticate", "Proxy", "UseCookies", "UseProxy"];

    private static bool Is(Spot spot, string shape) => spot.Note(HttpClientLifetime.ShapeNote) == shape;

    private static BaseObjectCreationExpressionSyntax? Creation(Spot spot) => spot.Enclosing<BaseObjectCreationExpressionSyntax>();

    private static SyntaxNode? Renew(Spot spot)
    {
        if (!Is(spot, nameof(HttpClientLifetime.Kept)) || Creation(spot) is not { } creation || Renewing(creation, spot) is not { } renewing) return null;
        return Usings.Ensure(spot.Root.ReplaceNode(creation, renewing), spot, HttpClientApis.Sockets, "System.TimeSpan");
    }

    private static string Lifetime(Spot spot) => $"PooledConnectionLifetime = TimeSpan.FromMinutes({spot.Note(HttpClientLifetime.MinutesNote)})";

    /// <summary>The creation with a handler that renews its connections; null where the handler is made elsewhere, or has settings that such a one lacks.</summary>
    private static BaseObjectCreationExpressionSyntax? Renewing(BaseObjectCreationExpressionSyntax creation, Spot spot)
    {
        var given = creation.ArgumentList?.Arguments ?? default;
        if (given.Count == 0)
        {
            var arguments = SyntaxFactory.ParseArgumentList($"(new SocketsHttpHandler {{ {Lifetime(spot)} }})");
            return creation.ArgumentList is { } list
                ? creation.ReplaceNode(list, arguments.WithTriviaFrom(list))
                : ((ObjectCreationExpressionSyntax)creation).WithType(((ObjectCreationExpressionSyntax)creation).Type.WithoutTrailingTrivia()).WithArgumentList(arguments.WithTrailingTrivia(((ObjectCreationExpressionSyntax)creation).Type.GetTrailingTrivia()));
        }

        if (given[0].Expression is not ObjectCreationExpressionSyntax { Type: SimpleNameSyntax { Identifier.ValueText: var type } } handler) return null;
        var settings = handler.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().ToArray() ?? [];
        if (type != "SocketsHttpHandler" && settings.Any(setting => !OfBoth.Contains(setting.Left.ToString()))) return null;
        var all = string.Join(", ", settings.Select(setting => setting.WithoutTrivia().ToString()).Concat([Lifetime(spot)]));
        return creation.ReplaceNode(handler, Pattern.Expression($"new SocketsHttpHandler {{ {all} }}").WithTriviaFrom(handler));
    }

    private static SyntaxNode? AskFactory(Spot spot)
    {
        if (!Is(spot, "") || Creation(spot) is not { Initializer: null, ArgumentList.Arguments.Count: 0 } creation || IsField(creation)) return null;
        return new Scope(spot, creation.SpanStart).Nearest(HttpClientApis.Factory) is { MayBeNull: false, Name: var factory }
            ? Usings.Ensure(spot.Root.ReplaceNode(creation, Pattern.Expression(factory + ".CreateClient()").WithTriviaFrom(creation)), spot, "System.Net.Http.HttpClientFactoryExtensions")
            : null;
    }

    /// <summary>Open where the client is only asked: what is set up for one call would be set up for all of them.</summary>
    private static SyntaxNode? Share(Spot spot)
    {
        if (!Is(spot, "") || Creation(spot) is not { } creation || IsField(creation) || spot.Type(HttpClientApis.Sockets) is null) return null;
        if (creation.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { TypeParameterList: null } type || UsesItsPlace(creation, spot)) return null;
        if (Renewing(creation, spot) is not { } renewing) return null;
        var field = Fresh.Name(spot, type, "Shared", "SharedClient");
        var changed = creation.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax declaration } variable } => Renamed(type, declaration, variable.Identifier.ValueText, field),
            MemberAccessExpressionSyntax => type.ReplaceNode(creation, SyntaxFactory.IdentifierName(field).WithTriviaFrom(creation)),
            _ => null,
        };
        if (changed is null) return null;
        var made = NewFields.In(changed, [$"private static readonly HttpClient {field} = {Named(renewing)};"], spot);
        return Usings.Ensure(spot.Root.ReplaceNode(type, made), spot, HttpClientApis.Client, "System.TimeSpan");
    }

    private static string Named(BaseObjectCreationExpressionSyntax creation) => creation.WithoutTrivia().ToString();

    private static bool IsField(SyntaxNode creation) => creation.FirstAncestorOrSelf<StatementSyntax>() is null || creation.Parent is AssignmentExpressionSyntax;

    /// <summary>Whether the creation needs a variable of its function or of its object.</summary>
    private static bool UsesItsPlace(SyntaxNode creation, Spot spot) =>
        creation.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => spot.Model.GetSymbolInfo(name, spot.Cancellation).Symbol switch
        {
            ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => true,
            IFieldSymbol or IPropertySymbol or IMethodSymbol => spot.Model.GetSymbolInfo(name, spot.Cancellation).Symbol is { IsStatic: false } member && SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, spot.Model.Compilation.Assembly),
            _ => false,
        });

    /// <summary>The type without the declaration, and with the field where the variable was named; null where the variable is set up or disposed.</summary>
    private static TypeDeclarationSyntax? Renamed(TypeDeclarationSyntax type, LocalDeclarationStatementSyntax declaration, string variable, string field)
    {
        if (declaration.Parent is not BlockSyntax block || declaration.Declaration.Variables.Count != 1) return null;
        var mentions = block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == variable && !IsMember(name)).ToArray();
        if (mentions.Any(name => name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var asked } || SetUp.Contains(asked))) return null;
        var next = block.Statements.IndexOf(declaration) + 1;
        var renamed = block.ReplaceNodes(mentions, (name, _) => SyntaxFactory.IdentifierName(field).WithTriviaFrom(name));
        var statements = renamed.Statements;
        if (next < statements.Count) statements = statements.Replace(statements[next], statements[next].WithLeadingTrivia(declaration.GetLeadingTrivia()));
        return type.ReplaceNode(block, renamed.WithStatements(statements.RemoveAt(next - 1)));
    }

    private static bool IsMember(IdentifierNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Name == name;

    private static SyntaxNode? ReturnTyped(Spot spot)
    {
        if (!Is(spot, nameof(HttpClientLifetime.Replaced)) || spot.Call is not { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax written } } call || spot.Note(HttpClientLifetime.TypedNote) is not { } typed) return null;
        if (typed.Length == 0) return RemovedCall.From(spot.Root, call);
        var returning = call.ReplaceNode(written, Pattern.Expression($"AddTransient<{written.TypeArgumentList.Arguments[0]}>").WithTriviaFrom(written))
            .WithArgumentList(SyntaxFactory.ParseArgumentList($"(provider => provider.GetRequiredService<{typed}>())").WithTriviaFrom(call.ArgumentList));
        return Usings.Ensure(spot.Root.ReplaceNode(call, returning), spot, "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions");
    }
}
