using ProdReady.Engine;

namespace ProdReady.Facts;

/// <summary>How much depends on the application, as its project says.</summary>
internal static class ProjectScale
{
    public static Scale Of(Known known) =>
        Enum.TryParse<Scale>(known.Property("ProdReadyScale"), ignoreCase: true, out var scale) ? scale : Scale.Small;
}
