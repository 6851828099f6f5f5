namespace ProdReady.Facts;

/// <summary>Cancellation, and the callbacks that go with it.</summary>
internal static class CancellationApis
{
    /// <summary>Run all callbacks of a token on the thread that calls.</summary>
    public static readonly Api[] Cancel =
    [
        new("System.Threading.CancellationTokenSource", "Cancel"),
    ];

    /// <summary>Take a callback back, and wait for it when another thread is running it.</summary>
    public static readonly Api[] TakeBack =
    [
        new("System.Threading.CancellationTokenRegistration", "Dispose"),
        new("System.IDisposable", "Dispose"),
    ];

    /// <summary>Register a callback on a token. When that is cancelled already, the callback runs at once, on the thread that calls.</summary>
    public static readonly Api[] Register =
    [
        new("System.Threading.CancellationToken", "Register", "UnsafeRegister"),
        new("Microsoft.Extensions.Primitives.IChangeToken", "RegisterChangeCallback"),
        new("Microsoft.Extensions.Primitives.ChangeToken", "OnChange"),
    ];
}
