using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the generic host starts what this project registers: the old web host, and a container made by hand, validate nothing when they start.</summary>
internal sealed class GenericHost(Known known)
{
    private readonly Lazy<bool> _mayStart = new(() => known.Kind == ProjectKind.Library || known.HasCall(HostApis.MakeGenericHost));

    public bool MayStart => _mayStart.Value;
}
