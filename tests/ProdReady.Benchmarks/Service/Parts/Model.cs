using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>The entity, what clients send and see of it, and the mapping between them.</summary>
internal static class Model
{
    public static SourceFile Of(Area area) => area.File("", $$"""
        using System.ComponentModel.DataAnnotations;

        namespace {{area.Namespace}};

        public enum {{area.Name}}Status
        {
            Unknown,
            Draft,
            Open,
            Waiting,
            Closed,
            Rejected,
        }

        public sealed class {{area.Name}}
        {
            private readonly List<string> _history = new();

            public Guid Id { get; init; } = Guid.NewGuid();

            public {{area.Name}}Status Status { get; private set; } = {{area.Name}}Status.Draft;

            {{area.Fields.Select(field => $"public {field.Type} {field.Name} {{ get; set; }}{(field.Type == "string" ? " = \"\";" : "")}").Lines("\n\n").In(4)}}

            public IReadOnlyList<string> History => _history;

            public void Move({{area.Name}}Status status, string reason)
            {
                if (Status == status) return;
                if (Status is {{area.Name}}Status.Closed or {{area.Name}}Status.Rejected) throw new InvalidOperationException($"{Id} is final");
                _history.Add($"{Status} -> {status}: {reason}");
                Status = status;
            }

            public override string ToString() => $"{{area.Name}} {Reference} ({Status}, {Amount:N2})";
        }

        public sealed record {{area.Name}}View(Guid Id, string Status, {{area.Fields.Select(field => $"{field.Type} {field.Name}").Lines(", ")}});

        public sealed record Save{{area.Name}}([property: Required, StringLength(40)] string Reference, [property: Range(0, 1000000)] decimal Amount, int Quantity, DateTime DueAt);

        public static class {{area.Name}}Mapping
        {
            public static {{area.Name}}View ToView(this {{area.Name}} {{area.Variable}}) => new(
                {{area.Variable}}.Id,
                {{area.Variable}}.Status.ToString(),
                {{area.Fields.Select(field => $"{area.Variable}.{field.Name}").Lines(",\n").In(8)}});

            public static {{area.Name}} ToEntity(this Save{{area.Name}} request)
            {
                ArgumentNullException.ThrowIfNull(request);
                return new {{area.Name}}
                {
                    Reference = request.Reference.Trim().ToUpperInvariant(),
                    Amount = decimal.Round(request.Amount, 2),
                    Quantity = Math.Max(1, request.Quantity),
                    DueAt = request.DueAt == default ? DateTime.UtcNow.AddDays({{area.Dice.Next(1, 60)}}) : request.DueAt,
                };
            }
        }
        """);
}
