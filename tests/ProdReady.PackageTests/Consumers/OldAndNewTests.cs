namespace ProdReady.PackageTests.Consumers;

/// <summary>From .NET Framework to the preview of the next C#, and in the shapes that other tools write: the same defect is found in each, and nothing breaks.</summary>
[Collection(InWorkshop.Name)]
public class OldAndNewTests(Workshop workshop)
{
    private const string Swallow = "try { System.IO.File.AppendAllText(\"a\", text); } catch (System.Exception) { }";

    [Fact]
    public async Task The_defect_is_found_in_each()
    {
        var folder = new Folder(workshop.NewFolder("OldAndNew"), workshop.Package.Version);
        folder.Project("Framework", "<TargetFramework>net48</TargetFramework> <LangVersion>7.3</LangVersion> <Nullable>disable</Nullable> <ImplicitUsings>disable</ImplicitUsings>",
            """<PackageReference Include="Microsoft.NETFramework.ReferenceAssemblies" Version="1.0.3" PrivateAssets="all" />""");
        folder.Write("Framework/Store.cs", $"namespace Shop {{ public class Store {{ public void Add(string text) {{ {Swallow} }} }} }}");

        folder.Project("Standard", "<TargetFramework>netstandard2.0</TargetFramework> <LangVersion>7.3</LangVersion> <Nullable>disable</Nullable> <ImplicitUsings>disable</ImplicitUsings>");
        folder.Write("Standard/Store.cs", $"namespace Shop {{ public class Store {{ public void Add(string text) {{ {Swallow} }} }} }}");

        folder.Project("Preview", "<LangVersion>preview</LangVersion>");
        folder.Write("Preview/Store.cs", $$"""
            using System.Numerics;

            namespace Shop;

            file interface IOnlyHere<TSelf> where TSelf : IOnlyHere<TSelf> { static abstract TSelf Nothing { get; } }

            file readonly record struct Amount<T>(T Value) : IOnlyHere<Amount<T>> where T : INumber<T>
            {
                public static Amount<T> Nothing => new(T.Zero);
                public static Amount<T> operator checked +(Amount<T> left, Amount<T> right) => new(checked(left.Value + right.Value));
                public static Amount<T> operator +(Amount<T> left, Amount<T> right) => new(left.Value + right.Value);
                public static implicit operator T(Amount<T> amount) => amount.Value;
            }

            public static class Texts
            {
                extension(string text)
                {
                    public bool IsEmpty => text is [];
                    public void Keep() { {{Swallow}} }
                }
            }

            public class Store(params IEnumerable<int> amounts)
            {
                public int Sum { get => field; set { field = value is > 0 and < 100 ? value : 0; } } = amounts.Select(amount => new Amount<int>(amount)).Aggregate((left, right) => left + right);
            }
            """);

        folder.Project("Blazor", "", sdk: "Microsoft.NET.Sdk.Web");
        folder.Write("Blazor/Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            builder.Services.AddHealthChecks();
            var app = builder.Build();
            app.MapHealthChecks("/healthz");
            app.MapRazorComponents<Shop.Orders>().AddInteractiveServerRenderMode();
            app.Run();
            """);
        folder.Write("Blazor/Orders.razor", """
            @namespace Shop
            @page "/orders"

            <button @onclick="@(() => Store("order"))">@count</button>

            @code {
                private int count;
            }
            """);
        folder.Write("Blazor/Orders.razor.cs", $"namespace Shop;\n\npublic partial class Orders\n{{\n    private void Store(string text)\n    {{\n        count++;\n        {Swallow}\n    }}\n}}\n");

        folder.Project("Calls", "", """<PackageReference Include="Grpc.AspNetCore" Version="2.85.0" /> <Protobuf Include="orders.proto" GrpcServices="Server" />""", sdk: "Microsoft.NET.Sdk.Web");
        folder.Write("Calls/orders.proto", """
            syntax = "proto3";
            option csharp_namespace = "Shop";
            service Orders { rpc Add (Order) returns (Order); }
            message Order { string text = 1; }
            """);
        folder.Write("Calls/Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddGrpc();
            builder.Services.AddHealthChecks();
            var app = builder.Build();
            app.MapHealthChecks("/healthz");
            app.MapGrpcService<Shop.OrderCalls>();
            app.Run();
            """);
        folder.Write("Calls/OrderCalls.cs", $$"""
            using Grpc.Core;

            namespace Shop;

            public class OrderCalls : Orders.OrdersBase
            {
                public override Task<Order> Add(Order request, ServerCallContext context)
                {
                    var text = request.Text;
                    {{Swallow}}
                    return Task.FromResult(request);
                }
            }
            """);
        folder.Solution();

        var (exitCode, output) = await folder.Build();
        Assert.True(exitCode == 0, output);
        (string Project, string Framework)[] all = [("Framework", "net48"), ("Standard", "netstandard2.0"), ("Preview", "net10.0"), ("Blazor", "net10.0"), ("Calls", "net10.0")];
        Assert.Equal(
            all.Select(project => (project.Project, "PRD301 warning")),
            all.Select(project => (project.Project, string.Join(", ", folder.Log(project.Project, project.Framework).Ours.Split(", ").Where(finding => finding.EndsWith("warning", StringComparison.Ordinal))))));
        Assert.All(all, project => Assert.DoesNotContain(folder.Log(project.Project, project.Framework).Findings, finding => LoadingTests.Troubles.Contains(finding.Id)));
    }
}
