using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether anybody in the process may hear SIGTERM. What cannot be seen does.</summary>
internal sealed class SignalListeners
{
    /// <summary>What helpers are called that look after the end of a process.</summary>
    private static readonly string[] Words = ["Signal", "Sigterm", "Shutdown", "Graceful", "Terminat", "Lifetime", "LifeCycle", "CancelKey", "ExitHandler", "Daemon", "Supervis"];

    private readonly Known _known;
    private readonly MainCode _main;
    private readonly Lazy<bool> _listen;
    private readonly Lazy<bool> _host;
    private readonly AssemblyOracle _hosting;

    public SignalListeners(Known known, MainCode main)
    {
        _known = known;
        _main = main;
        _listen = new(() => known.AnyText(SignalApis.ByHand) || References().Any(Listens) || ForeignCalls().Any(MayListen));
        // Nearly always it is the entry point; others may have a method of such a name in each file.
        _host = new(() => main.Calls(HostApis.Run) || known.HasCall(HostApis.Run) || known.Kind != ProjectKind.CommandLine && ForeignCalls().Any(MayRunHost));
        _hosting = new(known.Compilation, "Microsoft.Extensions.Hosting.Abstractions", text => text.Contains("IHost"));
    }

    /// <summary>Whether the program, or a library that it uses, listens to signals by itself.</summary>
    public bool Listen => _listen.Value;

    /// <summary>Whether a host runs until it is told to stop, here or in a library that the entry point calls.</summary>
    public bool HostRuns => _host.Value;

    private IEnumerable<(MetadataReference Reference, IAssemblySymbol Assembly)> References() =>
        from reference in _known.Compilation.References
        let assembly = _known.Compilation.GetAssemblyOrModuleSymbol(reference) as IAssemblySymbol
        where assembly is not null
        select (reference, assembly);

    /// <summary>A library that listens, by its name or by what its code uses. A reference assembly has no code; its calls are asked instead.</summary>
    private static bool Listens((MetadataReference Reference, IAssemblySymbol Assembly) library)
    {
        if (SignalApis.Runners.Contains(library.Assembly.Name)) return true;
        if (Types.IsFramework(library.Assembly)) return false;
        return library.Reference switch
        {
            CompilationReference project => project.Compilation.SyntaxTrees.Any(tree => SignalApis.ByHand.Any(SourceSearch.Text(tree).Contains)),
            PortableExecutableReference file => (file.GetMetadata() as AssemblyMetadata)?.GetModules().Any(Uses) == true,
            _ => true,
        };
    }

    private static bool Uses(ModuleMetadata module)
    {
        var reader = module.GetMetadataReader();
        return reader.TypeReferences.Any(handle => reader.StringComparer.Equals(reader.GetTypeReference(handle).Name, "PosixSignalRegistration"));
    }

    /// <summary>The calls of the entry point that go to assemblies other than the framework's.</summary>
    private IEnumerable<IMethodSymbol> ForeignCalls() =>
        from body in _main.Bodies
        from operation in body.Descendants()
        let member = operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            IPropertyReferenceOperation property => property.Property.GetMethod,
            _ => null,
        }
        where member?.ContainingAssembly is { } assembly && !SymbolEqualityComparer.Default.Equals(assembly, _known.Compilation.Assembly) && !Types.IsFramework(assembly)
        select member;

    /// <summary>A helper of another project must be handed what it is to stop, or hand out what tells; else its name says so.</summary>
    private static bool MayListen(IMethodSymbol called)
    {
        if (!called.ContainingAssembly.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ReferenceAssemblyAttribute")) return false;
        return Words.Any(word => called.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0 || called.ContainingType.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            || called.ReturnType.Name is "CancellationToken" or "CancellationTokenSource"
            || called.Parameters.Any(parameter => parameter.Type is INamedTypeSymbol { Name: "CancellationTokenSource" } or INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod.Parameters.IsEmpty: true });
    }

    private bool MayRunHost(IMethodSymbol called) => _hosting.Uses(called.ContainingAssembly) != Answer.No;
}
