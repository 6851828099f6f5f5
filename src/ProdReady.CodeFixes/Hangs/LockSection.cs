using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Hangs;

/// <summary>The statements that run with a lock held, from the one behind the acquire to the last that releases it; in the fixed code a finally does that for all of them.</summary>
internal sealed class LockSection
{
    private readonly LockStatements _acquire;
    private readonly int _behind;
    private readonly HashSet<StatementSyntax> _releases;
    private readonly ILocalSymbol[] _outlive;
    private readonly Spot _spot;

    private LockSection(LockStatements acquire, int behind, HashSet<StatementSyntax> releases, ILocalSymbol[] outlive, Spot spot) =>
        (_acquire, _behind, _releases, _outlive, _spot) = (acquire, behind, releases, outlive, spot);

    /// <summary>The section that begins with the call; null where its releases cannot be replaced by a finally.</summary>
    public static LockSection? Of(InvocationExpressionSyntax call, Spot spot)
    {
        if (LockStatements.Around(call) is not { } acquire || LockStatements.Use(call, spot) is not var (function, use)) return null;
        var statements = acquire.Block.Statements;
        var next = function.Uses.Where(other => other.Action != LockAction.Exit && other.Lock.Equals(use.Lock) && other.Call.Syntax.SpanStart > call.SpanStart).Select(other => other.Call.Syntax.SpanStart).DefaultIfEmpty(int.MaxValue).First();
        var exits = function.Uses
            .Where(other => other.Action == LockAction.Exit && other.Lock.Equals(use.Lock) && other.Call.Syntax.SpanStart > call.SpanStart && other.Call.Syntax.SpanStart < next)
            .Select(exit => exit.Call.Syntax.Parent as ExpressionStatementSyntax)
            .ToArray();
        if (exits.Length == 0 || exits.Any(exit => exit is null || !acquire.Block.Span.Contains(exit.Span))) return null;

        var last = statements.LastIndexOf(statement => statement.Span.Contains(exits.Last()!.Span));
        if (last < acquire.Behind || statements[last].Span.Contains(next)) return null;
        if (!exits.All(exit => Releases.CanGo(exit!, acquire.Block, last))) return null;

        var section = statements.Skip(acquire.Behind).Take(last + 1 - acquire.Behind).ToArray();
        if (section.Any(statement => statement is LocalFunctionStatementSyntax or LabeledStatementSyntax)) return null;
        var rest = statements.Skip(last + 1).ToArray();
        var outlive = Outliving(section, rest, spot);
        if (outlive.Length > 0 && rest.Length == 1 && rest[0] is ReturnStatementSyntax result && !result.DescendantNodes().Any(node => node is InvocationExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax))
        {
            (last, rest, outlive) = (last + 1, [], []);
        }

        if (rest.Length > 0 && section.Any(statement => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })) return null;
        if (outlive.Any(local => !CanBeDeclaredBefore(local, section))) return null;
        return new LockSection(acquire, last + 1, new HashSet<StatementSyntax>(exits.OfType<StatementSyntax>()), outlive, spot);
    }

    /// <summary>The block with a finally around the section.</summary>
    public SyntaxNode Guarded()
    {
        var statements = _acquire.Block.Statements;
        var release = _releases.FirstOrDefault(exit => exit.Parent is BlockSyntax { Parent: FinallyClauseSyntax }) ?? _releases.OrderBy(exit => exit.SpanStart).Last();
        var work = new Releases(_releases, _outlive).Without(statements.Skip(_acquire.Behind).Take(_behind - _acquire.Behind));
        var declared = _outlive.Select(local => Pattern.Statement($"{TypeOf(local)} {Fresh.Written(local.Name)};", _spot.NewLine));
        var guarded = LockStatements.Guarded(work, [release], _spot.NewLine);
        var block = _acquire.Block.WithStatements(SyntaxFactory.List(statements.Take(_acquire.Behind).Concat(declared).Append(guarded).Concat(statements.Skip(_behind))));
        return _spot.Root.ReplaceNode(_acquire.Block, Handler.Open(block, _spot.NewLine));
    }

    /// <summary>The type as it is written; of what is set to a value that is no null, without the question mark that <c>var</c> gives it.</summary>
    private string TypeOf(ILocalSymbol local)
    {
        var isNull = local.DeclaringSyntaxReferences[0].GetSyntax(_spot.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: var value }
            && _spot.Model.GetTypeInfo(value, _spot.Cancellation).Nullability.FlowState == NullableFlowState.MaybeNull;
        return (isNull ? local.Type : local.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)).ToMinimalDisplayString(_spot.Model, _acquire.Block.SpanStart);
    }

    /// <summary>The locals of the section that the code behind it uses.</summary>
    private static ILocalSymbol[] Outliving(StatementSyntax[] section, StatementSyntax[] rest, Spot spot)
    {
        var declared = spot.Model.AnalyzeDataFlow(section.First(), section.Last()) is { Succeeded: true } flow ? flow.VariablesDeclared.ToArray() : [];
        return [.. rest.SelectMany(statement => statement.DescendantNodes().OfType<IdentifierNameSyntax>())
            .Select(name => spot.Model.GetSymbolInfo(name, spot.Cancellation).Symbol)
            .OfType<ILocalSymbol>()
            .Where(local => declared.Contains(local, SymbolEqualityComparer.Default))
            .Distinct<ILocalSymbol>(SymbolEqualityComparer.Default)];
    }

    private static bool CanBeDeclaredBefore(ILocalSymbol local, StatementSyntax[] section) =>
        !local.IsRef && !local.IsConst && local.Type is { IsAnonymousType: false, TypeKind: not TypeKind.Error } && !local.Type.ToDisplayString().Contains("<anonymous")
        && section.Any(statement => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables } && variables[0].Initializer is not null && variables[0].Span == local.DeclaringSyntaxReferences[0].Span);
}
