using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>The code of a file that registers services.</summary>
internal static class CompositionRoot
{
    private static readonly string[] Builders = ["WebApplicationBuilder", "HostApplicationBuilder", "IHostApplicationBuilder"];

    /// <summary>The root with the queue registered behind the other services, unless the project does that already; the same root where no service is registered.</summary>
    public static SyntaxNode Register(SyntaxNode root, Spot spot)
    {
        if (spot.Model.Compilation.SyntaxTrees.Any(IsRegisteredIn) || Services(spot) is not { } services) return root;
        var last = root.DescendantNodes().OfType<ExpressionStatementSyntax>().LastOrDefault(statement => Adds(statement, services));
        if (last is null) return root;
        var added = Pattern.Statements($"""
            {services}.AddSingleton<{BackgroundQueue.Name}>();
            {services}.AddHostedService(services => services.GetRequiredService<{BackgroundQueue.Name}>());
            """.Replace("(services => services.", services == "services" ? "(provider => provider." : "(services => services."), spot.NewLine);
        return last.Parent switch
        {
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global => root.ReplaceNode(unit, unit.WithMembers(unit.Members.InsertRange(unit.Members.IndexOf(global) + 1, added.Select(SyntaxFactory.GlobalStatement)))),
            BlockSyntax block => root.ReplaceNode(block, block.WithStatements(block.Statements.InsertRange(block.Statements.IndexOf(last) + 1, added))),
            _ => root,
        };
    }

    private static bool IsRegisteredIn(SyntaxTree tree) =>
        tree.GetText().ToString().Contains(BackgroundQueue.Name)
        && tree.GetRoot().DescendantNodes().OfType<GenericNameSyntax>().Any(name =>
            name.Identifier.ValueText.StartsWith("Add", StringComparison.Ordinal) && name.TypeArgumentList.Arguments.Any(argument => argument.ToString() == BackgroundQueue.Name));

    /// <summary>How the file writes the collection of services.</summary>
    private static string? Services(Spot spot)
    {
        foreach (var node in spot.Root.DescendantNodes())
        {
            if (node is VariableDeclaratorSyntax && spot.Model.GetDeclaredSymbol(node, spot.Cancellation) is ILocalSymbol local && Builders.Contains(local.Type.Name)) return $"{local.Name}.Services";
            if (node is ParameterSyntax && spot.Model.GetDeclaredSymbol(node, spot.Cancellation) is IParameterSymbol { Type.Name: "IServiceCollection", ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } parameter) return parameter.Name;
        }

        return null;
    }

    private static bool Adds(ExpressionStatementSyntax statement, string services)
    {
        var text = statement.Expression.ToString();
        return text.StartsWith(services + ".Add", StringComparison.Ordinal) || text.StartsWith(services + ".TryAdd", StringComparison.Ordinal);
    }
}
