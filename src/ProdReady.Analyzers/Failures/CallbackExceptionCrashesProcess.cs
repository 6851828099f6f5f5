using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// One failed poll ended the whole service with exit code 134: the timer's callback was an async lambda, which nobody can await, and its exception has nowhere to go.
/// Left alone: bodies in which a handler keeps every exception or nothing is seen to fail, user interfaces and Blazor components, event handlers outside of services.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CallbackExceptionCrashesProcess() : ProductionRule(Rule, Dictated, Lambda, InParallel, ForEach, OnTimer, Swallowed)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD306", Concern.Failures, Blast.Process, At.Every(Warning),
        title: "An exception in a callback ends the process",
        message: "'{0}' is async void: when '{1}' fails, the process ends, and the caller never waits; return Task and await it, or catch and log inside");

    internal static readonly DiagnosticDescriptor Dictated = Describe.Variant(Rule,
        "'{0}' is async void: when '{1}' fails, the process ends; catch and log the exception inside it");

    internal static readonly DiagnosticDescriptor Lambda = Describe.Variant(Rule,
        "This async lambda becomes async void for {0}: when '{1}' fails, the process ends; catch and log the exception inside it");

    internal static readonly DiagnosticDescriptor InParallel = Describe.Variant(Rule,
        "'{0}' returns before any of these async lambdas has finished, and one that fails ends the process; await 'Parallel.{1}'");

    internal static readonly DiagnosticDescriptor ForEach = Describe.Variant(Rule,
        "'{0}' goes on before any of these async lambdas has finished, and when '{1}' fails, the process ends; await each item in a foreach");

    internal static readonly DiagnosticDescriptor OnTimer = Describe.Variant(Rule,
        "When '{1}' fails in this {0}, the process ends; catch and log the exception inside it");

    internal static readonly DiagnosticDescriptor Swallowed = Describe.Variant(Rule,
        "When '{1}' fails, System.Timers.Timer swallows the exception without a trace; catch and log it inside the handler");

    /// <summary>The note that names what fails.</summary>
    internal const string Fails = "fails";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var functions = new VoidFunctions(known);
        var elapsed = known.Type(CallbackApis.ElapsedEventHandler);
        var parallel = known.Calls(CallbackApis.RunInParallel);
        var forEach = known.Calls(CallbackApis.RunForEach);

        watch.On<IMethodBodyOperation>(OperationKind.MethodBody, body =>
            body.Syntax is MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax type } syntax && syntax.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && body.SemanticModel?.GetDeclaredSymbol(syntax) is { ReturnsVoid: true } method ? Method(method, body, type) : null);
        watch.On<ILocalFunctionOperation>(OperationKind.LocalFunction, local =>
            local is { Symbol: { IsAsync: true, ReturnsVoid: true } method, Syntax: LocalFunctionStatementSyntax { ReturnType: var type } } ? Method(method, local, type) : null);
        watch.On<IDelegateCreationOperation>(OperationKind.DelegateCreation, handed => handed.Target switch
        {
            IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } } lambda => AsyncLambda(lambda, handed),
            var target when handed.Type?.Name is "ElapsedEventHandler" or "TimerCallback" or "WaitCallback" or "ThreadStart" or "ParameterizedThreadStart" => Callback(target, handed),
            _ => null,
        });

        Finding? Method(IMethodSymbol method, IOperation body, TypeSyntax type)
        {
            var isEvent = functions.IsEventShaped(method);
            if (isEvent && !functions.IsHosted(method.ContainingType) || VoidFunctions.IsUserInterface(method.ContainingType)) return null;
            return known.Escapes.From(body) is { } escape
                ? About(type, method.Name, escape, isEvent || VoidFunctions.IsDictated(method) ? Dictated : Rule)
                : null;
        }

        Finding? AsyncLambda(IAnonymousFunctionOperation lambda, IDelegateCreationOperation handed)
        {
            var type = handed.EnclosingType();
            var taker = VoidFunctions.Taker(handed);
            if (VoidFunctions.IsUserInterface(type) || VoidFunctions.IsUserInterface(taker?.ContainingType)) return null;
            if (functions.IsEventShaped(lambda.Symbol) && !SymbolEqualityComparer.Default.Equals(handed.Type, elapsed) && !functions.IsHosted(type)) return null;

            var where = ((AnonymousFunctionExpressionSyntax)lambda.Syntax).AsyncKeyword;
            if (parallel.Has(taker)) return lambda.Body.Executed().Any(operation => operation is IAwaitOperation) ? new Finding(where, "Parallel." + taker!.Name, taker.Name + "Async") { Wording = InParallel } : null;
            if (known.Escapes.From(lambda.Body) is not { } escape) return null;
            return forEach.Has(taker)
                ? About(where, taker!.Name, escape, ForEach)
                : About(where, VoidFunctions.Name(taker, handed), escape, Lambda);
        }

        Finding? Callback(IOperation target, IDelegateCreationOperation handed)
        {
            if (handed.Parent is IEventAssignmentOperation { Adds: false }) return null;
            var isElapsed = SymbolEqualityComparer.Default.Equals(handed.Type, elapsed);
            var code = target switch
            {
                IAnonymousFunctionOperation lambda => lambda.Body,
                IMethodReferenceOperation { Method: var method } when known.Implementations.Target(method) is { } implementation => known.Bodies.Of(implementation),
                _ => null,
            };
            var isAsync = target is IMethodReferenceOperation { Method.IsAsync: true };
            // What is async is reported where it is declared, unless it has the shape of an event handler and might be one of a user interface.
            if (code is null || isAsync && (!isElapsed || functions.IsHosted(handed.EnclosingType()))) return null;
            if (!isAsync && known.Kind == ProjectKind.CommandLine || VoidFunctions.IsUserInterface(handed.EnclosingType()) || known.Escapes.From(code) is not { } escape) return null;
            return isAsync
                ? About(target.Syntax, Names.Text(target), escape, Dictated)
                : About(target.Syntax.GetFirstToken(), VoidFunctions.Role(handed.Type!), escape, isElapsed ? Swallowed : OnTimer, Info);
        }
    }

    private static Finding About(SyntaxNodeOrToken where, string what, IOperation escape, DiagnosticDescriptor wording, DiagnosticSeverity? severity = null)
    {
        var fails = Escapes.Name(escape);
        return new Finding(where, what, fails) { Wording = wording, Severity = severity, Learned = Finding.Notes((Fails, fails)) };
    }
}
