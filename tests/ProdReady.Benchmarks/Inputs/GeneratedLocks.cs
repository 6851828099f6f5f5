using System.Text;
using Microsoft.CodeAnalysis;

namespace ProdReady.Benchmarks.Inputs;

/// <summary>Code that is dear for whoever follows locks: one method with many branches and fifty locks, and many methods that call each other with locks held.</summary>
internal static class GeneratedLocks
{
    private const int Locks = 50;
    private const int MethodsInType = 50;

    private static readonly Dictionary<string, string> Library = new() { ["OutputType"] = "Library", ["TargetFramework"] = "net10.0" };

    /// <summary>Half of the branches release in a finally, half do not; ten locks are held over all of them.</summary>
    public static Input Branches(int branches)
    {
        var code = new StringBuilder("public sealed class Branches(Action<int> work)\n{\n");
        for (var gate = 0; gate < Locks; gate++) code.Append($"    private readonly SemaphoreSlim _gate{gate} = new(1, 1);\n");
        code.Append("\n    public async Task Run(int number, CancellationToken token)\n    {\n");
        for (var gate = 0; gate < 10; gate++) code.Append($"        await _gate{gate}.WaitAsync(token);\n        try\n        {{\n");
        for (var branch = 0; branch < branches; branch++)
        {
            var gate = $"_gate{10 + (branch % (Locks - 10))}";
            code.Append(branch % 2 == 0
                ? $"        if (number == {branch})\n        {{\n            await {gate}.WaitAsync(token);\n            try {{ work({branch}); }}\n            finally {{ {gate}.Release(); }}\n        }}\n"
                : $"        if (number > {branch} && {gate}.Wait(100))\n        {{\n            work({branch});\n            {gate}.Release();\n        }}\n");
        }

        for (var gate = 9; gate >= 0; gate--) code.Append($"        }}\n        finally\n        {{\n            _gate{gate}.Release();\n        }}\n");
        code.Append("    }\n}\n");
        return new Input($"{branches} branches", OutputKind.DynamicallyLinkedLibrary, [new("Branches.cs", code.ToString())], BuildFacts.Framework, Library);
    }

    /// <summary>Each method holds the lock of its object while it calls two others.</summary>
    public static Input Calls(int methods)
    {
        var files = new List<SourceFile>();
        for (var first = 0; first < methods; first += MethodsInType)
        {
            var code = new StringBuilder($"public static class Part{first / MethodsInType}\n{{\n    private static readonly object s_sync = new();\n    private static readonly SemaphoreSlim s_gate = new(1, 1);\n");
            for (var method = first; method < Math.Min(methods, first + MethodsInType); method++)
            {
                var (one, other) = ((method + 1) % methods, method * 7 % methods);
                var (take, release) = method % 2 == 0 ? ("s_gate.Wait()", "s_gate.Release()") : ("Monitor.Enter(s_sync)", "Monitor.Exit(s_sync)");
                var body = $"if (depth > 0) {{ Part{one / MethodsInType}.Method{one}(depth - 1); Part{other / MethodsInType}.Method{other}(depth - 1); }}";
                code.Append(method % 4 == 0
                    ? $"\n    public static void Method{method}(int depth)\n    {{\n        {take};\n        {body}\n        {release};\n    }}\n"
                    : $"\n    public static void Method{method}(int depth)\n    {{\n        {take};\n        try {{ {body} }}\n        finally {{ {release}; }}\n    }}\n");
            }

            files.Add(new SourceFile($"Part{first / MethodsInType}.cs", code.Append("}\n").ToString()));
        }

        return new Input($"{methods} methods", OutputKind.DynamicallyLinkedLibrary, files, BuildFacts.Framework, Library);
    }
}
