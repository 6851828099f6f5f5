namespace ProdReady.Engine;

/// <summary>The answer to a question about code. Unknown is silent: each rule says in which direction that points.</summary>
internal enum Answer
{
    No,
    Unknown,
    Yes,
}
