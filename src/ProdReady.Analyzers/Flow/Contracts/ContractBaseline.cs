using Microsoft.CodeAnalysis;
using ProdReady.Configuration;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Compares the contracts of a compilation with the lines that were recorded of them.</summary>
internal sealed class ContractBaseline
{
    private readonly ContractTypes _types;
    private readonly ContractShape _shape;
    private readonly WireTypes _wire;
    private readonly ILookup<string, ContractLine> _shipped;
    private readonly ILookup<string, ContractLine> _unshipped;

    public ContractBaseline(Known known, ContractFiles files, ContractTypes types)
    {
        _types = types;
        _shape = new ContractShape(known);
        _wire = new WireTypes(known);
        _shipped = files.Shipped.ToLookup(entry => entry.Line.Type, entry => entry.Line);
        _unshipped = files.Unshipped.ToLookup(entry => entry.Line.Type, entry => entry.Line);
        Contracts = types.With(_shipped.Select(lines => lines.Key).Concat(_unshipped.Select(lines => lines.Key)));
    }

    public HashSet<INamedTypeSymbol> Contracts { get; }

    /// <summary>What has changed in one of them.</summary>
    public IEnumerable<ContractChange> Changes(INamedTypeSymbol type)
    {
        var name = ContractTypes.NameOf(type);
        var rows = _shape.Of(type);
        var (shipped, unshipped) = (_shipped[name].ToArray(), _unshipped[name].ToArray());
        var isConverted = rows[0].Line.Says(ContractLine.Converted) || shipped.Any(line => line.Says(ContractLine.Converted));
        var broken = new List<ContractLine>();
        foreach (var row in rows)
        {
            if (shipped.Contains(row.Line) || unshipped.Contains(row.Line)) continue;
            var before = Counterpart(row.Line, shipped);
            var kind = isConverted ? ContractBreak.None : Judge(row.Line, before, shipped);
            if (kind != ContractBreak.None) broken.Add(row.Line);
            yield return new ContractChange(kind, row.Symbol, before, row.Line);
        }

        foreach (var line in shipped.Where(line => !rows.Any(row => Counterpart(row.Line, shipped) == line)))
            yield return new ContractChange(isConverted || IsRenamed(line, rows) ? ContractBreak.None : ContractBreak.Gone, type, line, null);
        foreach (var line in unshipped.Where(line => !rows.Any(row => row.Line == line) && Counterpart(line, broken) is null))
            yield return new ContractChange(ContractBreak.None, type, line, null);
    }

    private static ContractLine? Counterpart(ContractLine line, IEnumerable<ContractLine> recorded) =>
        recorded.FirstOrDefault(candidate => candidate == line) ?? recorded.FirstOrDefault(candidate => candidate.Part == line.Part && candidate.Key == line.Key);

    private ContractBreak Judge(ContractLine now, ContractLine? before, ContractLine[] shipped)
    {
        // What no version in production has can change as it likes.
        if (shipped.Length == 0) return ContractBreak.None;
        bool Says(string trait) => shipped.Any(line => line.Says(trait));
        switch (now.Part)
        {
            case ContractPart.Type:
                return before is not null && before.Says(ContractLine.ByName) != now.Says(ContractLine.ByName) && !_wire.MayWriteByName ? ContractBreak.Retyped : ContractBreak.None;
            case ContractPart.Member when before is not null:
                return !WireTypes.AreCompatible(before.Value, now.Value, _types.ByName.ContainsKey) ? ContractBreak.Retyped : now.IsRequired && !before.IsRequired ? ContractBreak.Required : ContractBreak.None;
            case ContractPart.Member:
                return now.IsRequired ? ContractBreak.Required : Says(ContractLine.Strict) ? ContractBreak.Rejected : ContractBreak.None;
            case ContractPart.Number when before is not null:
                return Says(ContractLine.ByName) || _wire.MayWriteByName ? ContractBreak.None : ContractBreak.Renumbered;
            case ContractPart.Number:
                return Says(ContractLine.ByName) ? ContractBreak.NewName : ContractBreak.None;
            default:
                var knowsOthers = shipped.Any(line => line.Part == ContractPart.Derived);
                return before is null && knowsOthers && !Says(ContractLine.Tolerant) ? ContractBreak.NewDerived : ContractBreak.None;
        }
    }

    /// <summary>Whether it is only the name of a value that has changed, where numbers are written.</summary>
    private bool IsRenamed(ContractLine line, IReadOnlyList<ContractShape.Row> rows) =>
        line.Part == ContractPart.Number && !rows[0].Line.Says(ContractLine.ByName) && (_wire.MayWriteByName || rows.Any(row => row.Line.Part == ContractPart.Number && row.Line.Value == line.Value));
}
