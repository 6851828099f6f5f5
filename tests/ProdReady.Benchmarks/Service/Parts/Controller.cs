using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>The entity over HTTP, as a controller.</summary>
internal static class Controller
{
    public static SourceFile Of(Area area) => area.File("Controller", $$"""
        using System.Data.Common;
        using System.Diagnostics;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;

        namespace {{area.Namespace}};

        [ApiController]
        [Authorize(Roles = "{{area.Dice.One("clerk", "manager", "admin")}}")]
        [Route("api/{{area.Family.ToLowerInvariant()}}/{{area.Noun.ToLowerInvariant()}}")]
        public sealed class {{area.Name}}Controller : ControllerBase
        {
            private readonly {{area.Name}}Service _service;
            private readonly I{{area.Name}}Repository _repository;
            private readonly ILogger<{{area.Name}}Controller> _logger;

            public {{area.Name}}Controller({{area.Name}}Service service, I{{area.Name}}Repository repository, ILogger<{{area.Name}}Controller> logger)
            {
                _service = service;
                _repository = repository;
                _logger = logger;
            }

            [HttpGet("{id:guid}")]
            [ProducesResponseType(typeof({{area.Name}}View), StatusCodes.Status200OK)]
            [ProducesResponseType(StatusCodes.Status404NotFound)]
            public async Task<ActionResult<{{area.Name}}View>> Get(Guid id, CancellationToken cancellationToken)
            {
                var view = await _service.GetAsync(id, cancellationToken);
                return view is null ? NotFound() : Ok(view);
            }

            [HttpGet]
            public async Task<IActionResult> List([FromQuery] int page = 0, [FromQuery] int size = 50, CancellationToken cancellationToken = default)
            {
                if (page < 0 || size is < 1 or > 500) return BadRequest(new ProblemDetails { Title = "Page out of range", Detail = $"{page}/{size}" });
                var all = await _repository.ListAsync(page * size, size, cancellationToken);
                return Ok(all.Select({{area.Variable}} => {{area.Variable}}.ToView()).ToArray());
            }

            [HttpPost]
            public async Task<IActionResult> Create([FromBody] Save{{area.Name}} request, CancellationToken cancellationToken)
            {
                if (!ModelState.IsValid) return ValidationProblem(ModelState);
                {{Guarded(area)}}
            }

            [HttpDelete("{id:guid}")]
            public async Task<IActionResult> Delete(Guid id, CancellationToken cancellationToken)
            {
                _logger.LogInformation("{User} deletes {{area.Name}} {Id}", User.Identity?.Name, id);
                await _repository.DeleteAsync(id, cancellationToken);
                return NoContent();
            }

            {{Catches.Helper.In(4)}}
        }
        """);

    private static string Guarded(Area area) => (area.Dice.Chance(50)
        ? $$"""
            try
            {
                var id = await _service.CreateAsync(request, cancellationToken);
                return id is null ? Conflict() : CreatedAtAction(nameof(Get), new { id }, null);
            }
            {{Catches.Some(area.Dice, $"Creating {area.Name}", "StatusCode(503)")}}
            """
        : """
            var id = await _service.CreateAsync(request, cancellationToken);
            return id is null ? Conflict() : CreatedAtAction(nameof(Get), new { id }, null);
            """).In(8);
}
