namespace ProdReady.Facts;

/// <summary>Files that an application reads its settings from.</summary>
internal static class SettingsFileApis
{
    /// <summary>Add a file, or a folder with a file for each setting, to the configuration.</summary>
    public static readonly Api[] Add = ConfigurationApis.AddFile.Concat(ConfigurationApis.AddFolder).ToArray();

    /// <summary>Ask whether a file is there.</summary>
    public static readonly Api[] Ask =
    [
        new("System.IO.File", "Exists"),
    ];

    /// <summary>Read a file.</summary>
    public static readonly Api[] Read =
    [
        new("System.IO.File", "ReadAllText", "ReadAllTextAsync", "ReadAllLines", "ReadAllBytes", "ReadAllBytesAsync", "ReadLines", "OpenRead", "OpenText", "Open"),
        new("System.IO.StreamReader", ".ctor"),
        new("System.IO.FileStream", ".ctor"),
        new("System.Xml.Linq.XDocument", "Load"),
    ];

    /// <summary>What it is when a file or its folder is not there.</summary>
    public static readonly string[] Missing = ["System.IO.FileNotFoundException", "System.IO.DirectoryNotFoundException", "System.IO.IOException"];
}
