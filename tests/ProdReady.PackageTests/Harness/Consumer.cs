using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProdReady.PackageTests.Harness;

/// <summary>
/// A project of a user, declared as a static field beside the tests that look at it and named after that field.
/// All of them are restored and built together.
/// </summary>
internal sealed record Consumer(string Name, string Sdk, params Source[] Code)
{
    private const string Reference = $"""<PackageReference Include="{Package.Id}" Version="$(PackedVersion)" PrivateAssets="all" />""";

    public string TargetFramework { get; init; } = "net10.0";

    /// <summary>What the user added to the property group of the project.</summary>
    public string Properties { get; init; } = "";

    public string Items { get; init; } = "";

    public string EditorConfig { get; init; } = "";

    /// <summary>Whether the project file itself refers to the package. Elsewhere its version is <c>$(PackedVersion)</c>.</summary>
    public bool NamesPackage { get; init; } = true;

    /// <summary>Whether the build has to succeed: where a finding is an error, it has to fail.</summary>
    public bool Builds { get; init; } = true;

    public static Consumer Web([CallerMemberName] string name = "") =>
        new(name, "Microsoft.NET.Sdk.Web", Defects.ServerProgram, Defects.Server, Defects.Worker, Defects.Orders, Defects.Import);

    public static Consumer Worker([CallerMemberName] string name = "") =>
        new(name, "Microsoft.NET.Sdk.Worker", Defects.WorkerProgram, Defects.Worker, Defects.Orders, Defects.Import)
        {
            Items = """<PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.14" />""",
        };

    public static Consumer Console([CallerMemberName] string name = "") =>
        new(name, "Microsoft.NET.Sdk", Defects.ConsoleProgram, Defects.Orders, Defects.Import)
        {
            Properties = "<OutputType>Exe</OutputType>",
        };

    public static Consumer Library([CallerMemberName] string name = "") =>
        new(name, "Microsoft.NET.Sdk", Defects.Server, Defects.Worker, Defects.Orders, Defects.Import)
        {
            Items = """<FrameworkReference Include="Microsoft.AspNetCore.App" />""",
        };

    /// <summary>Those of all test classes; of some alone if <c>PRODREADY_CONSUMERS</c> names them, to try these within a minute.</summary>
    public static IReadOnlyList<Consumer> All() =>
    [
        .. typeof(Consumer).Assembly.GetTypes()
            .Where(type => Environment.GetEnvironmentVariable("PRODREADY_CONSUMERS") is not { Length: > 0 } some || some.Split(',').Contains(type.Name))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(Consumer))
            .Select(field => (Consumer)field.GetValue(null)!),
    ];

    public string ProjectFile() => $"""
        <Project Sdk="{Sdk}">
          <PropertyGroup>
            <TargetFramework>{TargetFramework}</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            {Properties}
          </PropertyGroup>
          <ItemGroup>
            {(NamesPackage ? Reference : "")}
            {Items}
          </ItemGroup>
        </Project>
        """;
}

/// <summary>A file of a consumer.</summary>
internal sealed record Source(string Path, string Text);
