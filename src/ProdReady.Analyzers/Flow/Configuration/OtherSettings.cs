using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Files of settings beside <c>appsettings.json</c> that have to be there: what is in them is not seen.</summary>
internal sealed class OtherSettings(Known known)
{
    private readonly ApiSet _addFile = known.Calls(ConfigurationApis.AddFile);

    public bool Exist => !_addFile.None && known.AnyCall(
        ConfigurationApis.AddFile.SelectMany(row => row.Members).ToArray(),
        operation => operation is IInvocationOperation call && _addFile.Has(call.TargetMethod) && call.Argument("optional") is not { ConstantValue: { HasValue: true, Value: true } } && !IsOwn(call));

    private static bool IsOwn(IInvocationOperation call) =>
        call.Argument("path") is { ConstantValue: { HasValue: true, Value: string path } } && Path.GetFileName(path).StartsWith("appsettings", StringComparison.OrdinalIgnoreCase);
}
