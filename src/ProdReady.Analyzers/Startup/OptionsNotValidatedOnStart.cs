using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// The new version had been rolled out and was healthy, and the first customer who paid got a 500: the key of the payment provider was missing, and nobody had looked.
/// Left alone: options that are validated when the host starts, that are read then, or whose builder goes where it cannot be followed; options without anything to
/// require; programs without a generic host; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionsNotValidatedOnStart() : ProductionRule(Rule, NeverChecked, Unchecked)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD102", Concern.Startup, Blast.Process, At.Every(Warning),
        title: "Wrong configuration passes the start of the service",
        message: "'{0}' is validated only when it is first read: with wrong configuration the service starts, and the first request that needs it fails; add ValidateOnStart()");

    internal static readonly DiagnosticDescriptor NeverChecked = Describe.Variant(Rule,
        "Nothing looks at '[{1}]' of '{0}.{2}': with wrong configuration the service starts, and fails later and elsewhere; bind it with ValidateDataAnnotations() and ValidateOnStart()");

    internal static readonly DiagnosticDescriptor Unchecked = Describe.Variant(Rule,
        "Nothing checks that '{0}.{1}' is configured: without it the service starts, and fails later and elsewhere; validate the options when the host starts");

    /// <summary>The names under which the fixer finds what is lacking: the members that are required, and the section they are bound to.</summary>
    internal const string LackNote = "lack", MembersNote = "members", SectionNote = "section";

    internal const string Start = "start", Attributes = "attributes", Members = "members";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Calls(OptionsApis.ValidateOnStart).None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.Library)) return;

        var scale = ProjectScale.Of(known);
        // A library does not say what host it is for: nobody may be there to validate anything, or somebody who does it for all.
        var isLibrary = known.Kind == ProjectKind.Library;
        var (validation, host) = (new OptionsValidation(known), new GenericHost(known));
        var late = new LateOptions(known, validation, host);
        var neglected = new UncheckedOptions(known, validation, host);
        var (validate, bind, register) = (known.Calls(OptionsApis.Validate), known.Calls(OptionsApis.Bind), known.Calls(OptionsApis.Register));
        watch.OnCall([bind, validate, register], call =>
            bind.Has(call.TargetMethod) ? neglected.At(call) is { } found ? Bound(call, found) : null
            : isLibrary && scale < Scale.Moderate ? null
            : validate.Has(call.TargetMethod) && late.ByCheck(call) is { } described ? Late(call, described)
            : register.Has(call.TargetMethod) && late.ByValidator(call) is { } registered ? Late(call, registered)
            : null);

        Finding Late(IInvocationOperation call, ITypeSymbol options) => new(Names.Called(call), options.Name)
        {
            Severity = isLibrary || scale < Scale.Moderate ? Info : null,
            Learned = Finding.Notes((LackNote, Start)),
        };

        Finding Bound(IInvocationOperation call, UncheckedOptions.Found found) => found.Attribute is { } attribute
            ? new(Names.Called(call), found.Options.Name, attribute, found.Members[0].Name)
            {
                Wording = NeverChecked,
                Severity = isLibrary ? Info : null,
                Learned = Finding.Notes((LackNote, Attributes)),
            }
            : new(Names.Called(call), found.Options.Name, found.Members[0].Name)
            {
                Wording = Unchecked,
                Severity = isLibrary || scale < Scale.Insane ? Info : null,
                Learned = Finding.Notes((LackNote, Members), (MembersNote, string.Join(",", found.Members.Select(member => member.Name))), (SectionNote, SectionPath.Of(call))),
            };
    }
}
