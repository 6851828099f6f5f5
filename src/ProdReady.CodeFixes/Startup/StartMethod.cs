using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Startup;

/// <summary>The StartAsync of a plain hosted service, which can become the ExecuteAsync of a worker: nothing else of the type belongs to its start or its stop.</summary>
internal sealed class StartMethod
{
    private readonly Spot _spot;
    private readonly ClassDeclarationSyntax _type;
    private readonly MethodDeclarationSyntax _start;
    private readonly MethodDeclarationSyntax _stop;
    private readonly BaseTypeSyntax _service;

    private StartMethod(Spot spot, ClassDeclarationSyntax type, MethodDeclarationSyntax start, MethodDeclarationSyntax stop, BaseTypeSyntax service) =>
        (_spot, _type, _start, _stop, _service) = (spot, type, start, stop, service);

    /// <summary>Null where the type has a base or a disposal of its own, does something at stop, or is written in several parts.</summary>
    public static StartMethod? Of(Spot spot)
    {
        if (spot.Type(WorkerApis.BackgroundService) is null || spot.Enclosing<ClassDeclarationSyntax>() is not { BaseList: { } bases } type || type.Modifiers.Any(SyntaxKind.PartialKeyword)) return null;
        if (spot.Model.GetDeclaredSymbol(type, spot.Cancellation) is not { BaseType.SpecialType: SpecialType.System_Object } symbol || Types.Is(symbol, spot.Type(HostApis.HostedLifecycleService))) return null;
        var contract = spot.Type(WorkerApis.HostedService);
        if (bases.Types.FirstOrDefault(written => SymbolEqualityComparer.Default.Equals(spot.Model.GetTypeInfo(written.Type, spot.Cancellation).Type, contract)) is not { } service) return null;
        if (symbol.GetMembers().Any(member => member.Name is "Dispose" or "ExecuteAsync" or "ExecuteTask")) return null;
        var (start, stop) = (Step(type, "StartAsync"), Step(type, "StopAsync"));
        return start is not null && stop is not null && IsEmpty(stop) ? new StartMethod(spot, type, start, stop, service) : null;
    }

    /// <summary>The root in which the step is the work of a worker; null where <paramref name="change"/> finds no way.</summary>
    public SyntaxNode? Moved(Func<MethodDeclarationSyntax, MethodDeclarationSyntax?> change)
    {
        if (change(_start) is not { } changed) return null;
        var type = _type.TrackNodes(_start, _stop);
        type = type.ReplaceNode(type.GetCurrentNode(_start)!, Renamed(changed));
        type = type.RemoveNode(type.GetCurrentNode(_stop)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        return _spot.Root.ReplaceNode(_type, type.WithBaseList(Bases()));
    }

    private MethodDeclarationSyntax Renamed(MethodDeclarationSyntax method)
    {
        var parameter = method.ParameterList.Parameters[0].Identifier.ValueText;
        const string Stopping = "stoppingToken";
        if (parameter != Stopping && !method.DescendantTokens().Any(token => token.ValueText == Stopping))
        {
            method = method.ReplaceTokens(
                method.DescendantTokens().Where(token => token.ValueText == parameter && (token.Parent is ParameterSyntax || token.Parent is IdentifierNameSyntax && !IsMemberName(token))),
                (token, _) => SyntaxFactory.Identifier(Stopping).WithTriviaFrom(token));
        }

        var access = method.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.PublicKeyword));
        var others = method.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.PublicKeyword) && !modifier.IsKind(SyntaxKind.VirtualKeyword));
        var modifiers = new[] { SyntaxFactory.Token(SyntaxKind.ProtectedKeyword).WithTriviaFrom(access), SyntaxFactory.Token(SyntaxKind.OverrideKeyword).WithTrailingTrivia(SyntaxFactory.Space) }.Concat(others);
        return method.WithModifiers(SyntaxFactory.TokenList(modifiers)).WithIdentifier(SyntaxFactory.Identifier("ExecuteAsync").WithTriviaFrom(method.Identifier));
    }

    private static bool IsMemberName(SyntaxToken token) =>
        token.Parent is IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } name && access.Name == name
        || token.Parent is IdentifierNameSyntax { Parent: NameColonSyntax };

    /// <summary>The worker first, as the language wants it.</summary>
    private BaseListSyntax Bases()
    {
        var worker = SyntaxFactory.SimpleBaseType(_service.Type is QualifiedNameSyntax name ? name.WithRight(SyntaxFactory.IdentifierName("BackgroundService")) : SyntaxFactory.IdentifierName("BackgroundService"));
        var bases = _type.BaseList!;
        if (bases.Types[0] == _service) return bases.ReplaceNode(_service, worker.WithTriviaFrom(_service));
        var last = bases.Types.Last();
        var rest = bases.Types.Where(written => written != _service).Select(written => written.WithoutTrivia());
        var types = SyntaxFactory.SeparatedList<BaseTypeSyntax>(rest.Prepend(worker.WithoutTrivia()));
        return bases.WithTypes(types.Replace(types.Last(), types.Last().WithTrailingTrivia(last.GetTrailingTrivia()))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>While somebody types, it may be there twice.</summary>
    private static MethodDeclarationSyntax? Step(ClassDeclarationSyntax type, string name)
    {
        var steps = type.Members.OfType<MethodDeclarationSyntax>().Where(method => method.Identifier.ValueText == name && method.ParameterList.Parameters.Count == 1 && method.Modifiers.Any(SyntaxKind.PublicKeyword)).ToArray();
        return steps.Length == 1 ? steps[0] : null;
    }

    private static bool IsEmpty(MethodDeclarationSyntax method)
    {
        if (method.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective)) return false;
        return method switch
        {
            { ExpressionBody.Expression: var value } => IsDone(value),
            { Body.Statements: { Count: 0 } } => true,
            { Body.Statements: { Count: 1 } statements } => statements[0] is ReturnStatementSyntax { Expression: { } value } && IsDone(value),
            _ => false,
        };
    }

    private static bool IsDone(ExpressionSyntax value) =>
        value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" } };
}
