using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.Tests.Project;

/// <summary>Bad input gets no crash, no hang and no guess.</summary>
public class CrashTests
{
    public static TheoryData<string, string> Broken => new()
    {
        { "nothing", "" },
        { "an unclosed class", "class A {" },
        { "a catch without a block", "class A { void M() { try { } catch" },
        { "a catch without a try", "class A { void M() { catch (Exception) { } } }" },
        { "a loop without a body", "class A : BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) { while (true)" },
        { "a worker whose token is missing", "class A : BackgroundService { protected override async Task ExecuteAsync() { while (true) { } } }" },
        { "a worker of an unknown type", "class A : Nowhere.BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) { while (true) { } } }" },
        { "an unresolved mutex", "class A { Mutexx _m; void M() { _m.WaitOne(); new Mutex(false, Nothing).WaitOne(); } }" },
        { "an unresolved call in a try", "class A { void M() { try { Nothing.At(all); } catch { Nobody.Tells(); } } }" },
        { "an unresolved host", "try { Nothing.Run(); } catch (Exception e) { }" },
        { "a partial type whose other half is missing", "partial class A { partial void M(); void N() { try { M(); } catch { } } }" },
        { "two entry points", "class A { static void Main() { } } class B { static void Main() { } }" },
        { "top-level statements beside a Main", "WebApplication.Create().Run(); class A { static void Main() { } }" },
        { "a type that derives from itself", "class A : A { void M() { try { M(); } catch { } } } interface I : I { }" },
        { "a method that calls itself", "class A { void M() { try { N(); } catch { M(); } } void N() { M(); } }" },
        { "a generic that nests itself", "class A<T> : System.Collections.Generic.List<A<A<T>>> { void M() { try { Add(null); } catch { } } }" },
        { "conditional compilation", "class A { void M() {\n#if NEVER\ntry {\n#endif\n} }\n#if NEVER\ncatch\n#endif" },
        { "directives that do not end", "#if A\nclass B { }\n#region x" },
        { "a goto out of a handler", "class A { void M() { again: try { } catch { goto again; } } }" },
        { "a return outside", "return 5; try { } catch { return; }" },
        { "an empty switch and patterns", "class A { int M(object o) => o switch { }; void N() { try { _ = M(0) is { }; } catch (Exception e) when (e switch { }) { } } }" },
        { "an unsafe method and pointers", "unsafe class A { void M(int* p) { try { *p = 1; } catch { } } }" },
        { "dynamic", "class A { void M(dynamic d) { try { d.Run(); } catch { d.Log(); } d.WaitOne(); } }" },
        { "a message handler that is not finished", "using RabbitMQ.Client; class A { async Task M(IChannel c, ulong t) { try { Nothing.At(all); } catch (Exception e) { await c.BasicAckAsync(t, false); await c.BasicNackAsync(t, false, true" },
        { "a lock file that is not finished", "class A { void M(string lockFile) { while (File.Exists(lockFile) ; if (File.Exists(lockFile)) return; while (true) { try { new FileStream(lockFile, FileMode.CreateNew" },
        { "a migration that is not finished", "using Microsoft.EntityFrameworkCore; DbContext db; db.Database.Migrate(; await db.Database.MigrateAsync(CancellationToken.None" },
        { "a start that is there twice", "class A : IHostedService { public async Task StartAsync(CancellationToken t) { await Task.Delay(-1, t); } public async Task StartAsync(CancellationToken t) { await Task.Delay(-1, t); } public Task StopAsync(CancellationToken t) => Task.CompletedTask; }" },
        { "script-like members", "void M() { } try { M(); } catch { } await M;" },
    };

    /// <summary>Syntax of C# newer than the oldest compiler we run in: it must at least survive it.</summary>
    public static TheoryData<string, string> New => new()
    {
        { "a primary constructor", "class A(ILogger<A> log) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) { while (true) { try { log.ToString(); } catch { } } } }" },
        { "collection expressions", "class A { int[] M() { try { return [1, .. new[] { 2 }]; } catch { return []; } } }" },
        { "an extension block", "static class E { extension(string s) { public bool IsX => true; public void M() { try { s.Trim(); } catch { } } } }" },
        { "the field keyword", "class A { public string P { get { try { return field; } catch { return null!; } } set; } }" },
        { "a partial constructor and event", "partial class A { partial A(); partial A() { try { } catch { } } partial event Action E; }" },
        { "null-conditional assignment", "class A { A? B; int C; void M() { try { B?.C = 1; } catch { B?.C += 2; } } }" },
        { "a lock on the new type", "class A { readonly System.Threading.Lock _l = new(); void M() { lock (_l) { try { } catch { } } } }" },
        { "params of spans and ref structs in async", "class A { void M(params ReadOnlySpan<int> x) { try { } catch { } } async Task N() { ReadOnlySpan<int> s = [1]; await Task.Yield(); } }" },
        { "a file-local type and alias of a tuple", "using T = (int A, int B); file class A { T M() { try { return default; } catch { return (1, 2); } } }" },
        { "a file-based program", "#:sdk Microsoft.NET.Sdk.Web\n#!/usr/bin/env dotnet\nvar app = WebApplication.Create(args); app.Run();" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    [MemberData(nameof(New))]
    public async Task No_rule_fails(string what, string source)
    {
        foreach (var project in new[] { Target.Web, Target.Tool, Target.Library })
        {
            var found = await new Snippet(source, project).Analyze(Catalog.Analyzers);
            Assert.True(found.All(diagnostic => diagnostic.Id.StartsWith("PRD", StringComparison.Ordinal)), what);
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    [MemberData(nameof(New))]
    public async Task No_fixer_fails(string what, string source)
    {
        foreach (var rule in Catalog.Rules.Where(rule => rule.Fixer is not null))
        {
            var bench = new FixBench(source, new Target(), rule.Analyzer, rule.Fixer!, 0);
            Assert.NotNull(await bench.Offers());
        }

        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task A_compilation_without_references_is_survived()
    {
        var tree = CSharpSyntaxTree.ParseText("class A { void M() { try { M(); } catch { } } static void Main() { } }");
        var compilation = CSharpCompilation.Create("Bare", [tree], options: new(OutputKind.ConsoleApplication));
        Assert.Empty(await Snippet.Analyze(compilation, Target.Tool, Catalog.Analyzers));
    }

    [Fact]
    public async Task A_type_that_two_assemblies_declare_is_survived()
    {
        var snippet = new Snippet("namespace System.Threading { public class Mutex { public void WaitOne() { } } } class A { void M() { new System.Threading.Mutex().WaitOne(); } }", null);
        Assert.Empty(await snippet.Analyze(Catalog.Analyzers));
    }

    [Fact]
    public async Task A_huge_method_is_survived()
    {
        var source = "class A { void M(int x) {\n" + string.Concat(Enumerable.Repeat("try { x++; System.Console.WriteLine(x); } catch (Exception e) { throw new Exception(\"x\", e); }\n", 3000)) + "} }";
        Assert.Empty(await new Snippet(source, null).Analyze(Catalog.Analyzers));
    }

    [Fact]
    public async Task Generated_code_is_left_alone()
    {
        var snippet = new Snippet("// <auto-generated/>\nclass A { void M() { try { System.Console.Beep(); } catch { } } }", null);
        Assert.Empty(await snippet.Analyze(Catalog.Analyzers));
    }

    [Fact]
    public async Task What_is_switched_off_by_a_directive_is_not_seen()
    {
        var snippet = new Snippet("class A { void M() {\n#if NEVER\ntry { System.Console.Beep(); } catch { }\n#endif\n} }", null);
        Assert.Empty(await snippet.Analyze(Catalog.Analyzers));
    }

    [Fact]
    public async Task A_pragma_silences_a_rule()
    {
        var snippet = new Snippet("class A { void M() {\n#pragma warning disable PRD301 // A tone that is not heard is no loss.\ntry { System.Console.Beep(); } catch { }\n} }", null);
        Assert.Empty((await snippet.Analyze(Catalog.Analyzers)).Where(diagnostic => !diagnostic.IsSuppressed));
    }

    [Fact]
    public async Task Helpers_that_call_each_other_are_looked_at_once()
    {
        var helpers = string.Concat(Enumerable.Range(0, 60).Select(i => $"static void H{i}() {{ {string.Concat(Enumerable.Range(0, 60).Select(j => $"H{j}();"))} }}\n"));
        var source = "class A { void M() { try { System.Console.ReadLine(); } catch { H0(); } }\n" + helpers + "}";
        var analysis = new Snippet(source, null).Analyze(Catalog.Analyzers);
        await analysis.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
