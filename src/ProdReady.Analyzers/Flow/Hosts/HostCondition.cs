namespace ProdReady.Flow;

/// <summary>When a step of setting up a host is taken. Of two conditions that must both hold, the greater one says more.</summary>
internal enum HostCondition
{
    /// <summary>Whatever the environment is; in production too.</summary>
    Always,
    /// <summary>Under a condition that says nothing of the environment: a flag, an argument, a loop.</summary>
    Sometimes,
    /// <summary>In every environment but production.</summary>
    NotProduction,
    /// <summary>On developers' machines only.</summary>
    DevelopmentOnly,
}
