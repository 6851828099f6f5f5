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

    public double this[string figure, IEnumerable<Input> inputs] => inputs.Sum(input => this[figure, input]);

    /// <summary>The least of the rounds, for times: whatever disturbs a round only adds to it.</summary>
    public double Least(string figure, Input input) => _rounds[(figure, input.Name)].Min();

    public double Least(string figure, IEnumerable<Input> inputs) => inputs.Sum(input => Least(figure, input));

    /// <summary>The least time in the callbacks of each rule of a package: of a rule into which a collection has fallen, another round is taken. One that falls into it in every round stays in.</summary>
    public double Callbacks(AnalyzerPackage package, Input input) => package.Analyzers.Sum(rule => Least(Figure.Callbacks(package, rule), input));
}
