namespace ProdReady.Engine;

/// <summary>The production concerns. The value is the first digit of a rule's id, the name its folder and category.</summary>
public enum Concern
{
    /// <summary>What the package itself cannot understand: options and fact files.</summary>
    Configuration = 0,
    /// <summary>It starts, or it dies early and says why.</summary>
    Startup = 1,
    /// <summary>SIGTERM loses no work, and what was started is stopped.</summary>
    Shutdown = 2,
    /// <summary>No failure is lost.</summary>
    Failures = 3,
    /// <summary>Nothing waits forever without saying for what.</summary>
    Hangs = 4,
    /// <summary>Up can be told apart from wedged.</summary>
    Health = 5,
    /// <summary>Overload stays bounded.</summary>
    Load = 6,
    /// <summary>Version N and N+1 run side by side.</summary>
    Rollout = 7,
    /// <summary>What happened can be found out afterwards.</summary>
    Telemetry = 8,
}
