namespace ProdReady.Facts;

/// <summary>Where the application runs, as its project says.</summary>
internal static class Deployment
{
    /// <summary>Properties that only who builds an image sets.</summary>
    private static readonly string[] OfContainers = ["ContainerRepository", "ContainerImageName", "ContainerRegistry", "ContainerBaseImage", "ContainerFamily", "DockerDefaultTargetOS"];

    /// <summary>Whether something in front of the application routes requests to one of several instances, and learns some time later that one is about to stop.</summary>
    public static bool IsRoutedTo(Known known) => known.Property("ProdReadyPlatform") is { } platform
        ? string.Equals(platform, "kubernetes", StringComparison.OrdinalIgnoreCase)
        : OfContainers.Any(property => known.Property(property) is not null)
            || known.AnalyzerOptions.AdditionalFiles.Any(file => string.Equals(Path.GetFileName(file.Path), "Dockerfile", StringComparison.OrdinalIgnoreCase));
}
