using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>The entity over HTTP, as a group of minimal endpoints.</summary>
internal static class Endpoints
{
    public static SourceFile Of(Area area) => area.File("Endpoints", $$"""
        namespace {{area.Namespace}};

        public static class {{area.Name}}Endpoints
        {
            public static IEndpointRouteBuilder Map{{area.Name}}(this IEndpointRouteBuilder endpoints)
            {
                var group = endpoints.MapGroup("/v{{area.Dice.Next(1, 4)}}/{{area.Family.ToLowerInvariant()}}-{{area.Noun.ToLowerInvariant()}}").RequireAuthorization();

                group.MapGet("/{id:guid}", async (Guid id, {{area.Name}}Service service, CancellationToken cancellationToken) =>
                    await service.GetAsync(id, cancellationToken) is { } view ? Results.Ok(view) : Results.NotFound());

                group.MapGet("/", async (I{{area.Name}}Repository repository, int? skip, int? take, CancellationToken cancellationToken) =>
                {
                    var all = await repository.ListAsync(skip ?? 0, take ?? {{area.Dice.Next(10, 90)}}, cancellationToken);
                    return Results.Ok(all.Select({{area.Variable}} => {{area.Variable}}.ToView()));
                });

                group.MapPost("/", async (Save{{area.Name}} request, {{area.Name}}Service service, CancellationToken cancellationToken) =>
                {
                    if (request.Quantity < 1) return Results.BadRequest("quantity");
                    var id = await service.CreateAsync(request, cancellationToken);
                    return id is null ? Results.Conflict() : Results.Created($"/{id}", id);
                }).WithName("Create{{area.Name}}");

                group.MapDelete("/{id:guid}", async (Guid id, I{{area.Name}}Repository repository, {{area.Name}}Cache cache, CancellationToken cancellationToken) =>
                {
                    cache.Drop(id);
                    await repository.DeleteAsync(id, cancellationToken);
                    return Results.NoContent();
                });

                return endpoints;
            }
        }
        """);
}
