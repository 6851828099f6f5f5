using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Migrations that wait for their lock for as long as it takes.</summary>
internal sealed class MigrationWaits(Known known)
{
    private readonly ApiSet _migrate = known.Calls(MigrationApis.Migrate);
    private readonly Tokens _tokens = known.Tokens;
    private readonly DevelopmentOnly _development = new(known);
    private readonly INamedTypeSymbol? _factory = known.Type(MigrationApis.DesignTimeFactory);

    public bool None => _migrate.None;

    /// <summary>Whether the call migrates in production, with neither a token nor a limit around it, under a version that takes a lock.</summary>
    public bool HaveNoDeadline(IInvocationOperation call) =>
        _migrate.Has(call.TargetMethod) && TakesLock(call.TargetMethod) && !_tokens.IsGivenToken(call) && !MayBeLimited(call) && !IsForTools(call) && !_development.Is(call);

    /// <summary>A method of the user's own, named in a file, does what its user says.</summary>
    private static bool TakesLock(IMethodSymbol method) =>
        method.ContainingAssembly is { Identity: var identity } && (identity.Name != MigrationApis.Assembly || identity.Version.Major >= MigrationApis.FirstWithLock);

    /// <summary>Whether the task goes anywhere but to an await, a wait without limit or the caller: <c>WaitAsync</c> and <c>WhenAny</c> may limit it.</summary>
    private static bool MayBeLimited(IInvocationOperation call)
    {
        if (!Types.IsTask(call.Type)) return false;
        for (var parent = call.Parent; ; parent = parent.Parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" }:
                    continue;
                case IAwaitOperation or IReturnOperation:
                case IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait", Arguments.IsEmpty: true }:
                    return false;
                default:
                    return true;
            }
        }
    }

    private bool IsForTools(IInvocationOperation call) =>
        call.EnclosingType() is { } type
        && type.AllInterfaces.Any(contract => SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, _factory));
}
