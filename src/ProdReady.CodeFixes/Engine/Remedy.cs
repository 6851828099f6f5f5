using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>One way to cure a finding.</summary>
/// <param name="Title">What it does, as an imperative.</param>
/// <param name="Apply">The changed root, or null when this way is not open here; then it is not offered.</param>
/// <param name="WhereReplicated">Whether it is the first choice at the scales where somebody restarts what dies: moderate and insane.</param>
/// <param name="DeclaresShared">Whether it declares something that the next file then uses, so that files are cured one after the other.</param>
internal sealed record Remedy(string Title, Func<Spot, Task<SyntaxNode?>> Apply, bool WhereReplicated = false, bool DeclaresShared = false)
{
    /// <summary>Set where not the code is changed, but a file beside it: the changed solution for the findings of a project, the same instance when this way is not open.</summary>
    public Func<Project, ImmutableArray<Diagnostic>, CancellationToken, Task<Solution>>? Beside { get; private init; }

    /// <summary>Whether it is a decision that somebody takes for each finding, and never for all of them at once.</summary>
    public bool OneByOne { get; private init; }

    /// <summary>A remedy that writes files beside the code.</summary>
    public static Remedy OfFiles(string title, Func<Project, ImmutableArray<Diagnostic>, CancellationToken, Task<Solution>> apply, bool oneByOne = false) =>
        new(title, _ => Task.FromResult<SyntaxNode?>(null)) { Beside = apply, OneByOne = oneByOne };
}
