using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>A piece of executable code and the symbol it belongs to.</summary>
internal readonly struct Body(ISymbol owner, IOperation block)
{
    public ISymbol Owner => owner;

    /// <summary>The block or expression that Roslyn hands out; its parent is the root that a control-flow graph is made of.</summary>
    public IOperation Block => block;
}
