using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>One call that leaves a trace, and what of the exception it keeps.</summary>
internal sealed record LogCall(IInvocationOperation Call, LogLevel Level, Kept Kept)
{
    /// <summary>Whether it goes to standard output or standard error.</summary>
    public bool IsConsole => Call.TargetMethod.ContainingType.Name == "Console" || Call.Instance is IPropertyReferenceOperation { Property: { Name: "Error" or "Out", ContainingType.Name: "Console" } };

    /// <summary>Whether nobody reads it in production, though the exception may be in it.</summary>
    public bool IsBelowNotice => Level is LogLevel.CompiledOut or LogLevel.Low;
}

/// <summary>Whether a log call is written in production.</summary>
internal enum LogLevel
{
    /// <summary>A <c>[Conditional]</c> method whose symbol a Release build does not define.</summary>
    CompiledOut,
    /// <summary>Debug, trace, verbose: off in production.</summary>
    Low,
    /// <summary>Information, or a level that is not constant.</summary>
    Middle,
    /// <summary>Warning and above.</summary>
    High,
}

/// <summary>How much of an exception a log call is given, the least first.</summary>
internal enum Kept
{
    /// <summary>Nothing: the entry says that it failed.</summary>
    Nothing,
    /// <summary>A part: its message, its type, a status code.</summary>
    Part,
    /// <summary>All of it, as text.</summary>
    Text,
    /// <summary>The exception itself.</summary>
    Whole,
}
