using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Tools that a method starts and waits for.</summary>
internal sealed class ToolRuns(Known known)
{
    private readonly Origins _origins = known.Origins;

    /// <summary>Whether the method that started the tool never asks how it ended: not for its exit code, not for what it printed, and gives it to nobody who may.</summary>
    public bool EndUnseen(IInvocationOperation wait) =>
        wait.Instance is ILocalReferenceOperation { Local: var process } tool
        && wait.TargetMethod.Parameters.All(parameter => parameter.Type.Name == "CancellationToken")
        && _origins.Of(tool)?.All(IsStart) == true
        && wait.Root().Descendants().All(operation => operation is not ILocalReferenceOperation { IsDeclaration: false } use || !SymbolEqualityComparer.Default.Equals(use.Local, process) || IsBlind(use));

    private static bool IsStart(IOperation origin) =>
        origin is IObjectCreationOperation or IInvocationOperation { TargetMethod: { Name: "Start", ContainingType.Name: "Process" } };

    /// <summary>Uses from which nobody learns how it ended.</summary>
    private static bool IsBlind(ILocalReferenceOperation use) => use.Parent switch
    {
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: "Start" or "WaitForExit" or "WaitForExitAsync" or "Dispose" or "Close" } => instance == use,
        IPropertyReferenceOperation { Property.Name: "StartInfo" or "PriorityClass" or "Id" or "EnableRaisingEvents" } => true,
        IConditionalAccessOperation or IVariableInitializerOperation => false,
        ISimpleAssignmentOperation assignment => assignment.Target == use,
        IUsingOperation or IBinaryOperation or IIsPatternOperation => true,
        _ => false,
    };
}
