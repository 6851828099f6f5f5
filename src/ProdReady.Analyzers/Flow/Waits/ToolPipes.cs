using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a tool prints into pipes, and whether somebody reads it: a full pipe (64 KB) stops the tool.</summary>
internal sealed class ToolPipes(Known known)
{
    private readonly ApiSet _wait = known.Calls(ResultApis.WaitForTool);
    private readonly ApiSet _read = known.Calls(ProcessApis.Read);
    private readonly Redirections _redirections = new(known);

    /// <summary>The calls that may wait so.</summary>
    public ApiSet[] Calls => [_wait, _read];

    /// <summary>
    /// How the call waits for a tool that waits for somebody to read: it waits for the end before anybody reads, or reads one pipe to the end before the other;
    /// null when somebody does, or may.
    /// </summary>
    public Stall? Of(IInvocationOperation call)
    {
        if (_wait.Has(call.TargetMethod)) return ToolUse.Variable(call.Instance) is { } tool && !IsPoll(call) ? AtWait(call, tool) : null;
        return _read.Has(call.TargetMethod) ? AtRead(call) : null;
    }

    private Stall? AtWait(IInvocationOperation wait, ISymbol tool)
    {
        if (_redirections.Of(wait.Instance!, wait) is not { Any: true } redirected) return null;
        if (tool is IFieldSymbol field) return AtWaitForField(wait, field, redirected);
        var use = new ToolUse(tool, wait);
        if (use.IsKilledBefore(wait) || use.MayBeReadElsewhere(wait) || use.Waits.Any(other => other.Syntax.SpanStart < wait.Syntax.SpanStart)) return null;

        var unread = redirected.Pipes.Where(pipe => use.Reads(pipe).All(read => !read.IsBefore(wait))).ToArray();
        if (unread.Length > 0) return redirected.Pipes.Any(pipe => !unread.Contains(pipe) && use.Reads(pipe).Any(read => read.IsToTheEnd)) ? null : new Stall(StallKind.NobodyReads, unread);

        var left = redirected.Pipes.Where(pipe => use.Reads(pipe).Where(read => read.IsBefore(wait)).ToArray() is var reads && reads.All(read => read.LeavesEarly || read.IsPartOfLoop) && reads.Any(read => read.LeavesEarly)).ToArray();
        return left.Length > 0 ? new Stall(StallKind.LeftEarly, left) : null;
    }

    /// <summary>A tool in a field is started in one method and waited for in another; it is enough that the type reads nowhere and hands it to nobody.</summary>
    private static Stall? AtWaitForField(IInvocationOperation wait, IFieldSymbol tool, RedirectedPipes redirected)
    {
        if (new ToolUse(tool, wait).IsKilledBefore(wait)) return null;
        var names = tool.ContainingType.DeclaringSyntaxReferences.SelectMany(declaration => declaration.GetSyntax().DescendantNodes()).OfType<IdentifierNameSyntax>().ToArray();
        if (names.Any(name => name.Identifier.ValueText == tool.Name && IsHandedOn(name))) return null;
        var unread = redirected.Pipes.Where(pipe => !names.Any(name => name.Identifier.ValueText == "Standard" + pipe || name.Identifier.ValueText == $"Begin{pipe}ReadLine")).ToArray();
        return unread.Length > 0 ? new Stall(StallKind.NobodyReads, unread) : null;
    }

    private static bool IsHandedOn(ExpressionSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => IsHandedOn(access),
        PostfixUnaryExpressionSyntax known => IsHandedOn(known),
        MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or IsPatternExpressionSyntax or BinaryExpressionSyntax => false,
        AssignmentExpressionSyntax assignment => assignment.Left != name,
        _ => true,
    };

    private Stall? AtRead(IInvocationOperation read)
    {
        if (ToolUse.Of(read) is not var (use, tool, pipe) || use.Tool is not ILocalSymbol || !use.Reads(pipe).Any(found => found.Call == read && found.IsToTheEnd)) return null;
        var other = pipe == Pipe.Output ? Pipe.Error : Pipe.Output;
        if (!_redirections.Of(tool, read).Pipes.Contains(other)) return null;
        return use.MayBeReadElsewhere(read) || use.IsKilledBefore(read) || use.Waits.Any(wait => wait.Syntax.SpanStart < read.Syntax.SpanStart)
            || use.Reads(other).Any(found => found.IsBefore(read)) || use.Reads(pipe).First().Call != read
            ? null
            : new Stall(StallKind.OneAtATime, [other]);
    }

    /// <summary>Whether the call only asks whether the tool is done.</summary>
    private static bool IsPoll(IInvocationOperation wait) => TimedWaits.Timeout(wait) is { } timeout && Durations.Of(timeout) == TimeSpan.Zero;
}

/// <summary>A tool and its caller that wait for each other.</summary>
internal sealed record Stall(StallKind Kind, Pipe[] Pipes)
{
    /// <summary>The pipes as people call them.</summary>
    public string Words => string.Join(" and ", Pipes.Select(pipe => pipe == Pipe.Output ? "standard output" : "standard error"));
}

/// <summary>How it comes to a <see cref="Stall"/>.</summary>
internal enum StallKind
{
    NobodyReads,
    OneAtATime,
    LeftEarly,
}

/// <summary>Where a tool prints to.</summary>
internal enum Pipe
{
    Output,
    Error,
}
