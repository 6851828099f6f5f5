namespace ProdReady.Flow;

/// <summary>What is known of a token at a place in the code.</summary>
internal enum Cancelled
{
    /// <summary>Nothing on the way says so.</summary>
    No,
    /// <summary>Something was awaited that does not end with the token: it may have been cancelled in the meantime.</summary>
    Meanwhile,
    /// <summary>On some ways it is: a handler or a finally that its cancellation leads to, or behind a wait that ends with it.</summary>
    Possibly,
    /// <summary>On every way it is: behind <c>Cancel()</c>, a loop that only the token ends, or a test of the token.</summary>
    Certainly,
}
