using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Holds the file open instead of asking whether it is there: the system closes it with the process, however that ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StaleLockFileFixer() : ProductionFixer(
    StaleLockFile.Rule,
    new Remedy("Hold the lock file open", spot => Task.FromResult(HoldOpen(spot))))
{
    private const int LongestSlice = 5;

    private static SyntaxNode? HoldOpen(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { ArgumentList.Arguments: { Count: 1 } arguments } || spot.Enclosing<StatementSyntax>() is not { } asking) return null;
        if (LockFileUse.Find(asking, arguments[0].Expression, spot) is not { } use) return null;

        var held = Fresh.Name(spot, use.Scope, "lockFile", "heldLockFile", "heldFile");
        return asking is IfStatementSyntax refusing ? Refusing(refusing, use, held, spot) : Waiting(asking, use, held, spot);
    }

    private static SyntaxNode? Waiting(StatementSyntax asking, LockFileUse use, string held, Spot spot)
    {
        var isAsynchronous = asking.DescendantNodes().Any(node => node is AwaitExpressionSyntax);
        var token = Awaiting.TokenInScope(spot);
        var hold = Fresh.Name(spot, use.Scope, "HoldLockFile");
        var (file, waited, exception) = (Fresh.Name(spot, use.Scope, "file", "path", "name"), Fresh.Name(spot, use.Scope, "waited", "lockWait"), Fresh.Name(spot, use.Scope, "e", "exception"));
        var seconds = int.TryParse(spot.Note(StaleLockFile.TimeoutNote), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 120;
        var slice = $"TimeSpan.FromSeconds({Math.Max(1, Math.Min(LongestSlice, seconds / 3))})";
        var tell = Telling.WarningWith(spot, asking.SpanStart, exception, "Waiting for {LockFile}, which another process holds, {Waited} so far", file, waited);
        var pause = isAsynchronous ? $"await Task.Delay({slice}{(token is null ? "" : ", " + token)});" : $"Thread.Sleep({slice});";
        var acquire = Pattern.Statement($"using var {held} = {(isAsynchronous ? "await " : "")}{hold}({use.Path});", spot.NewLine);
        var function = Pattern.Statement(
            $$"""
            // The system closes the file with the process, however that ends; a file that is left behind stops nobody.
            {{(isAsynchronous ? "async Task<FileStream>" : "FileStream")}} {{hold}}(string {{file}})
            {
                for (var {{waited}} = TimeSpan.Zero; ; {{waited}} += {{slice}})
                {
                    try
                    {
                        return new FileStream({{file}}, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                    }
                    catch (IOException {{exception}}) when ({{exception}} is not DirectoryNotFoundException && {{waited}} < TimeSpan.FromSeconds({{seconds}}))
                    {
                        {{tell?.Statement}}
                        {{pause}}
                    }
                }
            }
            """, spot.NewLine);
        var root = Usings.Ensure(use.Replace(spot.Root, [acquire], function, held, spot.NewLine), spot, "System.TimeSpan", "System.IO.FileStream", "System.Threading.Tasks.Task", "System.Threading.Thread");
        return tell?.In(root, spot) ?? root;
    }

    private static SyntaxNode? Refusing(IfStatementSyntax asking, LockFileUse use, string held, Spot spot)
    {
        var hold = Fresh.Name(spot, use.Scope, "TryHoldLockFile");
        var (file, exception) = (Fresh.Name(spot, use.Scope, "file", "path", "name"), Fresh.Name(spot, use.Scope, "e", "exception"));
        var isNullable = spot.Model.GetNullableContext(asking.SpanStart).AnnotationsEnabled();
        var acquire = Pattern.Statement($"using var {held} = {hold}({use.Path});", spot.NewLine);
        var refuse = asking.WithCondition(Pattern.Expression($"{held} is null").WithTriviaFrom(asking.Condition)).WithLeadingTrivia();
        var function = Pattern.Statement(
            $$"""
            // The system closes the file with the process, however that ends; a file that is left behind stops nobody.
            FileStream{{(isNullable ? "?" : "")}} {{hold}}(string {{file}})
            {
                try
                {
                    return new FileStream({{file}}, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                }
                catch (IOException {{exception}}) when ({{exception}} is not DirectoryNotFoundException)
                {
                    return null;
                }
            }
            """, spot.NewLine);
        return Usings.Ensure(use.Replace(spot.Root, [acquire, refuse], function, held, spot.NewLine), spot, "System.IO.FileStream");
    }
}
