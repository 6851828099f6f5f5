using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>How much depends on the application; chosen with the MSBuild property <c>ProdReadyScale</c>.</summary>
public enum Scale
{
    /// <summary>One unattended box: never wedge, never corrupt, restart by itself.</summary>
    Subminiature,
    /// <summary>A single instance that keeps going. The default.</summary>
    Small,
    /// <summary>Several instances, rolling upgrades, an on-call team.</summary>
    Moderate,
    /// <summary>A fleet: every boundary is thought through.</summary>
    Insane,
}

/// <summary>The severity of a rule at each <see cref="Scale"/>; null is off.</summary>
internal readonly struct At(DiagnosticSeverity? subminiature, DiagnosticSeverity? small, DiagnosticSeverity? moderate, DiagnosticSeverity? insane)
{
    public static At Every(DiagnosticSeverity severity) => new(severity, severity, severity, severity);

    public DiagnosticSeverity? this[Scale scale] => scale switch
    {
        Scale.Subminiature => subminiature,
        Scale.Small => small,
        Scale.Moderate => moderate,
        _ => insane,
    };
}
