using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Startup;

/// <summary>Has the host look at the options when it starts; where nothing looks at them yet, by attributes, or by checks that name the key.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class OptionsNotValidatedOnStartFixer() : ProductionFixer(
    OptionsNotValidatedOnStart.Rule,
    new Remedy("Validate the options when the host starts", spot => Task.FromResult(Validate(spot))),
    new Remedy("Check the required members when the host starts", spot => Task.FromResult(CheckMembers(spot))))
{
    private const string OnStart = "ValidateOnStart()";
    private const string ByAttributes = "ValidateDataAnnotations()";
    private const string Annotations = "Microsoft.Extensions.DependencyInjection.OptionsBuilderDataAnnotationsExtensions";

    private static SyntaxNode? Validate(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax } call) return null;
        var lack = spot.Note(OptionsNotValidatedOnStart.LackNote);
        if (lack == OptionsNotValidatedOnStart.Start) return OptionsCalls.BuilderOf(call, spot) is not null ? OptionsCalls.Continued(call, [OnStart], spot) : Stated(call, spot);
        if (spot.Type(Annotations) is null) return null;
        if (lack == OptionsNotValidatedOnStart.Attributes) return OptionsCalls.Continued(call, [ByAttributes, OnStart], spot);

        // The attributes go where the members are declared; in another file the checks have to come to the binding.
        return spot.Note(OptionsNotValidatedOnStart.MembersNote)?.Split(',') is { } members && RequiredMembers.In(spot, call, members) is { } declarations && OptionsCalls.Continued(call, [ByAttributes, OnStart], spot, declarations) is { } root
            ? Usings.Ensure(root, spot, "System.ComponentModel.DataAnnotations.RequiredAttribute")
            : null;
    }

    private static SyntaxNode? CheckMembers(Spot spot)
    {
        if (spot.Note(OptionsNotValidatedOnStart.MembersNote)?.Split(',') is not { } members || spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax } call) return null;
        if (OptionsCalls.Options(call, spot) is not { } options) return null;
        var name = Fresh.Name(spot, call.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? spot.Root, "options", "bound");
        var checks = members.Select(member =>
        {
            var isText = RequiredMembers.Find(options, member)?.Type.SpecialType == SpecialType.System_String;
            var written = $"{name}.{Fresh.Written(member)}";
            return $"Validate({name} => {(isText ? $"!string.IsNullOrEmpty({written})" : $"{written} is not null")}, {SymbolDisplay.FormatLiteral(RequiredMembers.Advice(spot, options, member), quote: true)})";
        });
        return OptionsCalls.Continued(call, checks.Append(OnStart).ToArray(), spot);
    }

    /// <summary>A validator is registered by itself: the options are told in a statement of their own.</summary>
    private static SyntaxNode? Stated(InvocationExpressionSyntax call, Spot spot)
    {
        if (call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax, Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } outer } } statement) return null;
        if (spot.Model.GetTypeInfo(outer.Expression, spot.Cancellation).Type?.Name != "IServiceCollection") return null;
        var contract = call.DescendantNodes().OfType<GenericNameSyntax>().FirstOrDefault(name => name.Identifier.ValueText == "IValidateOptions");
        if (contract is null) return null;
        var start = Pattern.Statement($"{outer.Expression}.AddOptions<{contract.TypeArgumentList.Arguments[0]}>().{OnStart};", spot.NewLine);
        StatementSyntax[] both = [statement.WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)), start.WithTrailingTrivia(statement.GetTrailingTrivia())];
        return statement.Parent is GlobalStatementSyntax global
            ? spot.Root.ReplaceNode(global, both.Select(SyntaxFactory.GlobalStatement))
            : spot.Root.ReplaceNode(statement, both);
    }
}
