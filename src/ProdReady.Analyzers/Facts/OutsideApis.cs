namespace ProdReady.Facts;

/// <summary>What lies outside of the process.</summary>
internal static class OutsideApis
{
    /// <summary>Read or write there at once, and fail when it is not as expected.</summary>
    public static readonly Api[] Touch =
    [
        new("System.IO.File", "Create", "Delete", "Replace", "OpenText", "CreateText", "AppendText", "ReadLines"),
        new("System.IO.Directory", "CreateDirectory", "Delete", "EnumerateDirectories", "GetFileSystemEntries", "EnumerateFileSystemEntries"),
        new("System.IO.FileInfo", "Delete", "MoveTo", "CopyTo", "Open", "OpenRead", "OpenWrite", "Create"),
        new("System.IO.Stream", "Read", "Write", "Flush", "CopyTo", "ReadByte", "WriteByte"),
        new("System.IO.FileStream", ".ctor", "Read", "Write", "Flush"),
        new("System.IO.StreamReader", "Read", "ReadLine", "ReadToEnd"),
        new("System.IO.StreamWriter", "Write", "WriteLine", "Flush"),
        new("System.Diagnostics.Process", "Start"),
        new("System.Net.Dns", "GetHostEntry", "GetHostAddresses"),
        new("System.Net.Sockets.Socket", "Connect"),
        new("System.Net.Sockets.TcpClient", "Connect"),
        new("System.Threading.CancellationToken", "ThrowIfCancellationRequested"),
    ];
}
