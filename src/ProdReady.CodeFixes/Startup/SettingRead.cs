using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Startup;

/// <summary>The question for a setting that a finding is about, as it is written.</summary>
/// <param name="Code">The question itself.</param>
/// <param name="Whole">With what is written around it and goes: parentheses, a <c>!</c>, a default.</param>
/// <param name="Key">The key; of a variable its name.</param>
/// <param name="What">What the question gives back.</param>
/// <param name="IsEmpty">Whether a settings file has an empty text for it, which is not null.</param>
/// <param name="DroppedParse">The conversion whose answer nobody looks at.</param>
internal sealed record SettingRead(ExpressionSyntax Code, ExpressionSyntax Whole, string Key, Setting What, bool IsEmpty, InvocationExpressionSyntax? DroppedParse)
{
    private const string ConnectionStrings = "ConnectionStrings:";

    /// <summary>The name of a local that holds it. That of its section is part of it, so that several do not depend on which comes first.</summary>
    public string LocalName
    {
        get
        {
            var last = Local(Key);
            if (Key.StartsWith(ConnectionStrings, StringComparison.OrdinalIgnoreCase)) return last.IndexOf("Connection", StringComparison.OrdinalIgnoreCase) >= 0 ? last : last + "Connection";
            var colon = Key.LastIndexOf(':');
            return colon < 0 ? last : Local(Key.Substring(0, colon)) + char.ToUpperInvariant(last[0]) + last.Substring(1);
        }
    }

    public static SettingRead? At(Spot spot)
    {
        if (spot.Note(RequiredConfigurationUnchecked.KeyNote) is not { } key
            || !Enum.TryParse<Setting>(spot.Note(RequiredConfigurationUnchecked.WhatNote), out var what)
            || !Enum.TryParse<SettingFate>(spot.Note(RequiredConfigurationUnchecked.FateNote), out var fate)
            || Question(spot, what) is not { } code) return null;
        var whole = Outer(code);
        if (fate is SettingFate.Replaced or SettingFate.Emptied or SettingFate.CheckedForNull && whole.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce && coalesce.Left == whole) whole = coalesce;
        var parse = fate == SettingFate.Unparsed ? spot.Enclosing<StatementSyntax>()?.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => Names.Of(call) == "TryParse" && call.Span.Contains(code.Span)) : null;
        return fate == SettingFate.Unparsed && parse is null ? null : new SettingRead(code, whole, key, what, spot.Note(RequiredConfigurationUnchecked.EmptyNote) is not null, parse);
    }

    /// <summary>The question with a throw for the answer that nobody has; null when it cannot be written.</summary>
    public string? Checked(Spot spot)
    {
        var complaint = $"throw new {Exception(spot)}({Complaint("is not set")})";
        if (What == Setting.Number) return OrNull() is { } nullable ? $"{nullable} ?? {complaint}" : null;
        var code = Code.WithoutTrivia().ToString();
        if (!IsEmpty) return $"{code} ?? {complaint}";
        var name = Fresh.Name(spot, spot.Root, LocalName);
        return $"{code} is {{ Length: > 0 }} {name} ? {name} : {complaint}";
    }

    /// <summary>The literal of a text that names the setting and says how to set it.</summary>
    public string Complaint(string wrong) => SymbolDisplay.FormatLiteral(
        What == Setting.Variable ? $"The environment variable {Key} {wrong}."
        : What == Setting.Section ? $"The section '{Key}' {wrong}: add it to the configuration, or set environment variables that begin with {Variable}__."
        : $"'{Key}' {wrong}: add it to the configuration, or set the environment variable {Variable}.",
        quote: true);

    private string Variable => Key.Replace(":", "__");

    private static string Exception(Spot spot) =>
        spot.Model.LookupNamespacesAndTypes(spot.Token.SpanStart, name: "InvalidOperationException").IsEmpty ? "System.InvalidOperationException" : "InvalidOperationException";

    /// <summary>The question for the same number, or for null.</summary>
    private string? OrNull()
    {
        var generic = Code.DescendantNodes().OfType<GenericNameSyntax>().LastOrDefault(name => name.Identifier.ValueText is "GetValue" or "Get" && name.TypeArgumentList.Arguments.Count == 1);
        if (generic is null) return null;
        var type = generic.TypeArgumentList.Arguments[0];
        return Code.ReplaceNode(type, SyntaxFactory.NullableType(type.WithoutTrivia())).WithoutTrivia().ToString();
    }

    private static ExpressionSyntax? Question(Spot spot, Setting what)
    {
        foreach (var node in spot.Token.Parent!.AncestorsAndSelf().OfType<ExpressionSyntax>())
        {
            if (node is ElementAccessExpressionSyntax) return what == Setting.Text ? node : null;
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } && what == Setting.Text) return node;
            if (node is InvocationExpressionSyntax call && Names.Of(call) is "GetConnectionString" or "GetValue" or "Get" or "GetEnvironmentVariable") return node;
            if (node is AnonymousFunctionExpressionSyntax) return null;
        }

        return null;
    }

    private static ExpressionSyntax Outer(ExpressionSyntax code)
    {
        while (code.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }) code = (ExpressionSyntax)code.Parent;
        return code;
    }

    private static string Local(string key)
    {
        var last = new string(key.Substring(key.LastIndexOfAny([':', '_']) + 1).Where(char.IsLetterOrDigit).ToArray());
        return last.Length == 0 || char.IsDigit(last[0]) ? "setting" : last.All(char.IsUpper) ? last.ToLowerInvariant() : char.ToLowerInvariant(last[0]) + last.Substring(1);
    }
}
