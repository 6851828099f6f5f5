using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// The log had a NullReferenceException from deep inside the mailer, once a night: the service that was missing had been asked for elsewhere, and its absence waved through.
/// Left alone: services that code asks for and tests, that the host always has, that are used only at times or handed to somebody who takes null; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequiredServiceOptional() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD109", Concern.Startup, Blast.Request, new At(Info, Info, Info, Warning),
        title: "A service that is needed is asked for as if it were optional",
        message: "If '{0}' is not registered, '{1}' returns null, and the NullReferenceException where it is used does not say what is missing; ask with {2}");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Type(ContainerApis.Required) is null || known.Kind == ProjectKind.Excluded) return;

        var ask = known.Calls(ContainerApis.Ask);
        var always = new HashSet<ISymbol?>(ContainerApis.AlwaysThere.Select(known.Type), SymbolEqualityComparer.Default);
        watch.OnCall(ask, call =>
            call.NamedTypes().FirstOrDefault() is { } service && !always.Contains(service.OriginalDefinition) && OptionalServices.IsTakenForGranted(call)
                ? new Finding(Names.Called(call), service.Name, call.TargetMethod.Name, call.TargetMethod.Name.Replace("Get", "GetRequired"))
                : null);
    }
}
