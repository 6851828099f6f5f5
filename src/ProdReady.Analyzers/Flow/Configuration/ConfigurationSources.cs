using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Configuration;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where a setting may come from that the project brings along: its settings files, its code, its image.</summary>
internal sealed class ConfigurationSources(Known known, ConfigurationReads reads, CancellationToken cancellation)
{
    private const string Dockerfile = "Dockerfile";

    private readonly Lazy<AppSettings> _settings = new(() => new AppSettings(known, cancellation));
    private readonly Lazy<QuotedTexts> _quoted = new(() => new QuotedTexts(known.Compilation));
    private readonly Lazy<bool> _hasOtherFile = new(() => new OtherSettings(known).Exist);
    private readonly ApiSet _setInCode = known.Calls(ConfigurationApis.SetInCode);

    public AppSettings Settings => _settings.Value;

    /// <summary>Whether the setting is there in every deployment, or may come from where we cannot look.</summary>
    public bool MayHave(ConfigurationRead read) => read.What == Setting.Variable
        ? IsSetByPlatform(read.Key) || IsInImage(read.Key) || IsTakenCareOf(read)
        : Settings.IsUnclear || Settings.Has(read.Key, read.What == Setting.Section, read.IsWhole) || _hasOtherFile.Value || IsTakenCareOf(read);

    private static bool IsSetByPlatform(string variable) => ConfigurationApis.SetByPlatforms.Any(name => NamePatterns.Matches(variable, name));

    /// <summary>An <c>ENV</c> goes over several lines, so that it is mentioned must do.</summary>
    private bool IsInImage(string variable) =>
        known.AnalyzerOptions.AdditionalFiles.Any(file => string.Equals(Path.GetFileName(file.Path), Dockerfile, StringComparison.OrdinalIgnoreCase)
            && file.GetText(cancellation)?.ToString().Contains(variable) == true);

    /// <summary>
    /// Whether the setting is named in another place that may make sure of it: that sets it in code, lists it among others, hands it to code of this project, or reads and checks it.
    /// </summary>
    private bool IsTakenCareOf(ConfigurationRead read)
    {
        var name = read.Name is LiteralExpressionSyntax literal ? literal.Token.ValueText : null;
        return _quoted.Value.With(read.Key).Concat(name is null || name == read.Key ? [] : _quoted.Value.With(name)).Any(tree =>
            tree.GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>()
                .Any(other => (other.Token.ValueText == read.Key || other.Token.ValueText == name) && other != read.Name && IsCare(other, read)));
    }

    private bool IsCare(LiteralExpressionSyntax name, ConfigurationRead read)
    {
        if (IsElement(name)) return true;
        var user = name.FirstAncestorOrSelf<SyntaxNode>(node => node is InvocationExpressionSyntax or ElementAccessExpressionSyntax or BaseObjectCreationExpressionSyntax or StatementSyntax);
        if (user is null || known.Bodies.Model(user.SyntaxTree).GetOperation(user) is not { } operation) return false;
        if (operation.Parent is IAssignmentOperation { Target: var target } && target == operation) return true;
        if (operation is IInvocationOperation call && (_setInCode.Has(call.TargetMethod) || !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)) return true;
        if (operation is IObjectCreationOperation { Type.Name: "KeyValuePair" }) return true;
        if (operation.Enclosing<IInvocationOperation>() is { } outer && _setInCode.Has(outer.TargetMethod)) return true;
        return reads.Of(operation) is { } again && again.Key == read.Key && IsChecked(operation);
    }

    private static bool IsChecked(IOperation again) =>
        again.Parent is ICoalesceOperation { WhenNull: var otherwise } && otherwise.Bare() is IThrowOperation
        || again.Parent is { } around && (SettingTests.IsTest(around, tested => tested == again) || around is IArgumentOperation { Parent: IInvocationOperation call } && Checks.Are(call.TargetMethod));

    /// <summary>Whether the name stands in a list, or is a key of one. The oldest compiler has no name for the elements of <c>["A", "B"]</c>.</summary>
    private static bool IsElement(SyntaxNode name) => name.Parent switch
    {
        InitializerExpressionSyntax => true,
        ArgumentSyntax { Parent.Parent: ImplicitElementAccessSyntax } => true,
        { } parent => parent.GetType().Name == "ExpressionElementSyntax",
        _ => false,
    };
}
