using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Responses that come before their body, and that nobody disposes: where the body is not read to its end, the connection stays taken.</summary>
internal sealed class HeldResponses(Known known)
{
    private readonly ApiSet _ask = known.Calls(RegistrationApis.Ask);
    private readonly ApiSet _readBody = known.Calls(TimeoutApis.ReadBody);

    /// <summary>The calls that ask for a response.</summary>
    public ApiSet Asking => _ask;

    public bool Is(IInvocationOperation call) =>
        _ask.Has(call.TargetMethod) && call.Arguments.Any(argument => argument.Value.Bare() is IFieldReferenceOperation { Field: { Name: "ResponseHeadersRead", ContainingType.Name: "HttpCompletionOption" } })
        && Unreleased.Local(call, LeavesIt) is { } response && MayStayUnread(response, call);

    private bool LeavesIt(IOperation mention) => mention.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "Content" } content => IsOnlyLookedAt(content),
        IPropertyReferenceOperation => true,
        IInvocationOperation { TargetMethod.Name: "EnsureSuccessStatusCode" } check => check.Parent is IExpressionStatementOperation,
        _ => false,
    };

    /// <summary>Whether the body is read to its end, or only its headers are; a stream is somebody's who disposes it.</summary>
    private bool IsOnlyLookedAt(IOperation content) => content.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "Headers" } => true,
        IInvocationOperation call => _readBody.Has(call.TargetMethod),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } => _readBody.Has(call.TargetMethod),
        _ => false,
    };

    /// <summary>Whether there is a way on which nobody reads the body: an answer that is no success, or no reading at all.</summary>
    private bool MayStayUnread(ILocalSymbol response, IOperation call)
    {
        var mentions = Variables.Mentions(response, call).Select(mention => mention.Parent).ToArray();
        return mentions.Any(parent => parent is IInvocationOperation { TargetMethod.Name: "EnsureSuccessStatusCode" } or IPropertyReferenceOperation { Property.Name: "IsSuccessStatusCode" or "StatusCode" })
            || !mentions.Any(parent => parent is IPropertyReferenceOperation { Property.Name: "Content", Parent: not IPropertyReferenceOperation });
    }
}
