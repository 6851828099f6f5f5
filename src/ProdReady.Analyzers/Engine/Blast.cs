namespace ProdReady.Engine;

/// <summary>What a failure takes down. Decides what is kept where <c>prodready.ok_to_break</c> is set.</summary>
public enum Blast
{
    /// <summary>One feature is degraded; the rest of the process works.</summary>
    Feature,
    /// <summary>One request, message or item is lost.</summary>
    Request,
    /// <summary>The process hangs, dies or looks healthy when it is not; other features go with it.</summary>
    Process,
}
