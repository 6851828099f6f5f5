using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// A registration was lost in a merge, and the container, told not to look, let the service start: every order got a 500 until somebody read the stack trace.
/// Left alone: values that are not written in the code, statements with a comment that gives a reason, tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContainerValidationOff() : ProductionRule(Rule, Scopes)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD108", Concern.Startup, Blast.Request, new At(Info, Info, Warning, Warning),
        title: "The container does not look for mistakes when it is built",
        message: "With '{0}' off a missing registration passes the start, and fails the first request that needs it; turn it on, so that the service stops at its start and names what is missing");

    internal static readonly DiagnosticDescriptor Scopes = Describe.Variant(Rule,
        "With '{0}' off nobody notices a singleton that holds on to a scoped service: one database context serves all requests, at once and for ever; turn it on, so that the mistake stops the start");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var look = known.Calls(ContainerApis.LookForMistakes);
        if (look.None || known.Kind == ProjectKind.Excluded) return;

        watch.On<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, assignment =>
            assignment.Target is IPropertyReferenceOperation { Property: var property } && look.Has(property)
            && assignment.Value.ConstantValue is { HasValue: true, Value: false } && !Dropped.HasReason(assignment)
                ? new Finding(assignment.Value.Syntax, property.Name) { Wording = property.Name == "ValidateScopes" ? Scopes : Rule }
                : null);
    }
}
