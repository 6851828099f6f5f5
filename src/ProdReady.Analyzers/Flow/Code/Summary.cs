using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Answers one question about code and everything it calls in the same compilation: does it happen anywhere in there?
/// Bounded: what is too deep or too large is unknown. Made once per rule and compilation, so that answers are kept.
/// </summary>
/// <param name="known">The compilation.</param>
/// <param name="look">The question, asked of each operation; null when the operation by itself says nothing and its callee is to be followed.</param>
/// <param name="outOfSight">The answer for a callee whose body cannot be seen.</param>
/// <param name="depth">How many calls deep to look.</param>
/// <param name="beyond">The answer for what is deeper.</param>
internal sealed class Summary(Known known, Func<IOperation, Answer?> look, Func<IMethodSymbol, Answer> outOfSight, int depth = 4, Answer beyond = Answer.Unknown)
{
    private const int MostOperations = 2000;

    private readonly ConcurrentDictionary<(IMethodSymbol, int), Answer> _answers = new(MethodAtDepth.Comparer);

    public Answer Of(IOperation code) => Look(code, depth, new());

    private Answer Look(IOperation code, int depthLeft, Question underway)
    {
        var result = Answer.No;
        var seen = 0;
        var called = new List<IMethodSymbol>();
        foreach (var operation in code.Executed())
        {
            if (++seen > MostOperations) return Answer.Unknown;
            var answer = look(operation);
            if (answer == Answer.Yes) return Answer.Yes;
            if (answer > result) result = answer.Value;
            if (answer is null && Callee(operation) is { } callee) called.Add(callee);
        }

        // What is called is bound for the answer, and what is at hand may have said it already.
        foreach (var callee in called)
        {
            var answer = Follow(callee, depthLeft, underway);
            if (answer == Answer.Yes) return Answer.Yes;
            if (answer > result) result = answer;
        }

        return result;
    }

    private Answer Follow(IMethodSymbol method, int depthLeft, Question underway)
    {
        if (known.Implementations.Target(method) is not { } target || !known.Declares(target) || !Bodies.Exist(target)) return outOfSight(method);
        if (depthLeft == 0) return beyond;
        if (_answers.TryGetValue((target, depthLeft), out var answer)) return answer;
        if (underway.Answers.TryGetValue((target, depthLeft), out answer)) return answer;
        if (underway.Methods.Contains(target)) return Answer.No;
        if (known.Bodies.Of(target) is not { } body) return outOfSight(method);
        underway.Methods.Add(target);

        answer = Look(body, depthLeft - 1, underway);
        underway.Methods.Remove(target);
        // Inside a recursion the answer may lack the part that is underway: good for this question, which gets that part itself, but for no other.
        if (underway.Methods.Count == 0) _answers.TryAdd((target, depthLeft), answer);
        else underway.Answers[(target, depthLeft)] = answer;
        return answer;
    }

    private static IMethodSymbol? Callee(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IObjectCreationOperation { Constructor: { } constructor } => constructor,
        IAssignmentOperation { Target: IPropertyReferenceOperation { Property.SetMethod: { } setter } } => setter,
        _ => null,
    };

    /// <summary>What one question has found so far; without it, helpers that call each other are looked at again on every path.</summary>
    private sealed class Question
    {
        public HashSet<ISymbol> Methods { get; } = new(SymbolEqualityComparer.Default);

        public Dictionary<(IMethodSymbol, int), Answer> Answers { get; } = new(MethodAtDepth.Comparer);
    }

    private sealed class MethodAtDepth : IEqualityComparer<(IMethodSymbol Method, int Depth)>
    {
        public static readonly MethodAtDepth Comparer = new();

        public bool Equals((IMethodSymbol Method, int Depth) x, (IMethodSymbol Method, int Depth) y) =>
            x.Depth == y.Depth && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, int Depth) key) =>
            unchecked((SymbolEqualityComparer.Default.GetHashCode(key.Method) * 31) + key.Depth);
    }
}
