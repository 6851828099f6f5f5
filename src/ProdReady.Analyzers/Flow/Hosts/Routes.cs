using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Routes as they are written: <c>GET /orders/{id}</c>.</summary>
internal sealed class Routes(Known known)
{
    private readonly Origins _origins = known.Origins;
    private readonly ApiSet _group = known.Calls(RequestApis.Group);

    /// <summary>The route of an endpoint that is mapped by a call; the name of the call when it has no constant route.</summary>
    public string Of(IInvocationOperation map)
    {
        if (map.Argument("pattern")?.ConstantValue is not { HasValue: true, Value: string pattern }) return map.TargetMethod.Name;
        var route = Join(Prefix(map, depth: 3), pattern);
        return map.TargetMethod.Name is "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" ? $"{map.TargetMethod.Name.Substring(3).ToUpperInvariant()} {route}" : route;
    }

    /// <summary>The route of an action, when its attributes say it.</summary>
    public string? Of(IMethodSymbol action)
    {
        var (verb, own) = (null as string, null as string);
        foreach (var attribute in action.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is not { } name || Verb(name) is not { } found && name != "RouteAttribute") continue;
            verb ??= Verb(name);
            own ??= Template(attribute);
        }

        var common = action.ContainingType.GetAttributes().Where(attribute => attribute.AttributeClass?.Name == "RouteAttribute").Select(Template).FirstOrDefault();
        if (own is null && common is null) return null;
        var route = own is not null && (own.StartsWith("/", StringComparison.Ordinal) || own.StartsWith("~/", StringComparison.Ordinal)) ? own.TrimStart('~') : Join(common, own ?? "");
        route = route.Replace("[controller]", WithoutEnd(action.ContainingType.Name, "Controller")).Replace("[action]", action.Name);
        return verb is null ? route : $"{verb} {route}";
    }

    private static string? Verb(string attribute) => attribute switch
    {
        "HttpGetAttribute" => "GET",
        "HttpPostAttribute" => "POST",
        "HttpPutAttribute" => "PUT",
        "HttpDeleteAttribute" => "DELETE",
        "HttpPatchAttribute" => "PATCH",
        "HttpHeadAttribute" => "HEAD",
        _ => null,
    };

    private static string? Template(AttributeData attribute) =>
        attribute.ConstructorArguments.Select(argument => argument.Kind == TypedConstantKind.Primitive ? argument.Value as string : null).FirstOrDefault(template => template is not null);

    private string? Prefix(IInvocationOperation map, int depth)
    {
        if (depth == 0 || map.Arguments.FirstOrDefault()?.Value is not { } builder) return null;
        var group = builder.Bare() is IInvocationOperation call ? call : _origins.Of(builder) is { Count: 1 } origins ? origins[0] as IInvocationOperation : null;
        return group is not null && _group.Has(group.TargetMethod) && group.Argument("prefix")?.ConstantValue is { HasValue: true, Value: string prefix }
            ? Join(Prefix(group, depth - 1), prefix)
            : null;
    }

    private static string Join(string? prefix, string route) =>
        "/" + string.Join("/", new[] { prefix?.Trim('/'), route.Trim('/') }.Where(part => !string.IsNullOrEmpty(part)));

    private static string WithoutEnd(string name, string end) =>
        name.EndsWith(end, StringComparison.Ordinal) ? name.Substring(0, name.Length - end.Length) : name;
}
