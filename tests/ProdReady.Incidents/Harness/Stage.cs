namespace ProdReady.Incidents.Harness;

/// <summary>The two builds of an incident. The name is also the build's configuration, so that both programs exist side by side.</summary>
internal enum Stage
{
    /// <summary>As the developer wrote it.</summary>
    Broken,
    /// <summary>After the code fix.</summary>
    Cured,
}
