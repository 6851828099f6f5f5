using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>A place where code asks for a setting.</summary>
/// <param name="Key">As in <c>ConnectionStrings:Main</c>; of a variable its name.</param>
/// <param name="What">What comes back.</param>
/// <param name="Code">The whole question.</param>
/// <param name="Name">Where the setting is named.</param>
/// <param name="IsWhole">Whether nothing stands before the key: code that is given a part of the configuration names the rest.</param>
internal sealed record ConfigurationRead(string Key, Setting What, IOperation Code, SyntaxNode Name, bool IsWhole)
{
    /// <summary>The name of the environment variable that sets it.</summary>
    public string Variable => Key.Replace(":", "__");
}

/// <summary>What a question for a setting gives back.</summary>
internal enum Setting
{
    /// <summary>A text, or null.</summary>
    Text,
    /// <summary>A number or a time; zero where there is none.</summary>
    Number,
    /// <summary>An object made of all that is below the key, or null.</summary>
    Section,
    /// <summary>The text of an environment variable, or null.</summary>
    Variable,
}
