using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Measuring;

/// <summary>All figures of a run, by what they are about. Asked for, it answers with the median of the rounds.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<(string Figure, string Input), List<double>> _rounds = [];

    public void Note(string figure, Input input, double value)
    {
        if (!_rounds.TryGetValue((figure, input.Name), out var values)) _rounds.Add((figure, input.Name), values = []);
        values.Add(value);
    }

    public double this[string figure, Input input]
    {
        get
        {
            var values = _rounds[(figure, input.Name)].Order().ToArray();
            return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
        }
    }

    /// <summary>The time in all callbacks of a package: of each rule the median, since a round that is disturbed is so for one rule or another.</summary>
    public double Callbacks(AnalyzerPackage package, Input input) => package.Analyzers.Sum(rule => this[Figure.Callbacks(package, rule), input]);

    public double this[string figure, IEnumerable<Input> inputs] => inputs.Sum(input => this[figure, input]);
}
