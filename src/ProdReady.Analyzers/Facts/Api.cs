namespace ProdReady.Facts;

/// <summary>
/// One row of a fact table: a type, and the members of it that the table is about. No symbols and no logic; <see cref="Known.Calls"/>
/// turns a table into symbols, and a test resolves every row against the real framework or package.
/// </summary>
internal sealed class Api(string type, params string[] members)
{
    /// <summary>The metadata name of the type.</summary>
    public string Type => type;

    /// <summary>The names of its members; all overloads are meant.</summary>
    public string[] Members => members;

    /// <summary>The package that holds the type, when it is not the shared framework.</summary>
    public string? Package { get; init; }
}
