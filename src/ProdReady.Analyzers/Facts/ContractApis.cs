namespace ProdReady.Facts;

/// <summary>How values are read that another process, or another version of this one, has written, and what makes a type part of what they say to each other.</summary>
internal static class ContractApis
{
    /// <summary>What a reader does with members that its type does not have.</summary>
    public const string Unmapped = "System.Text.Json.Serialization.JsonUnmappedMemberHandling";
    public const string Missing = "Newtonsoft.Json.MissingMemberHandling";

    public const string Context = "System.Text.Json.Serialization.JsonSerializerContext";
    public const string Serializable = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string ContextOptions = "System.Text.Json.Serialization.JsonSourceGenerationOptionsAttribute";
    public const string OnType = "System.Text.Json.Serialization.JsonUnmappedMemberHandlingAttribute";
    public const string Polymorphic = "System.Text.Json.Serialization.JsonPolymorphicAttribute";
    public const string Derived = "System.Text.Json.Serialization.JsonDerivedTypeAttribute";
    public const string Ignore = "System.Text.Json.Serialization.JsonIgnoreAttribute";
    public const string Include = "System.Text.Json.Serialization.JsonIncludeAttribute";
    public const string Name = "System.Text.Json.Serialization.JsonPropertyNameAttribute";
    public const string Required = "System.Text.Json.Serialization.JsonRequiredAttribute";
    public const string Converter = "System.Text.Json.Serialization.JsonConverterAttribute";
    public const string EnumName = "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute";
    public const string OldName = "Newtonsoft.Json.JsonPropertyAttribute";
    public const string OldIgnore = "Newtonsoft.Json.JsonIgnoreAttribute";
    public const string OldConverter = "Newtonsoft.Json.JsonConverterAttribute";
    public const string SetsRequired = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";
    public const string DataContract = "System.Runtime.Serialization.DataContractAttribute";

    /// <summary>Converters that write the values of an enum by their names.</summary>
    public static readonly string[] EnumConverters = ["JsonStringEnumConverter", "StringEnumConverter"];

    /// <summary>Say of a type that it is written and read.</summary>
    public static readonly string[] Marks = [OnType, Polymorphic, Derived, DataContract];

    /// <summary>Read what somebody else has written.</summary>
    public static readonly Api[] Read =
    [
        new("System.Text.Json.JsonSerializer", "Deserialize", "DeserializeAsync", "DeserializeAsyncEnumerable"),
        new("System.Net.Http.Json.HttpContentJsonExtensions", "ReadFromJsonAsync", "ReadFromJsonAsAsyncEnumerable"),
        new("System.Net.Http.Json.HttpClientJsonExtensions", "GetFromJsonAsync", "GetFromJsonAsAsyncEnumerable", "DeleteFromJsonAsync"),
        new("Newtonsoft.Json.JsonConvert", "DeserializeObject") { Package = "Newtonsoft.Json" },
        new("Newtonsoft.Json.JsonSerializer", "Deserialize") { Package = "Newtonsoft.Json" },
    ];

    /// <summary>Make a reader from its settings.</summary>
    public static readonly Api[] MakeReader =
    [
        new("Newtonsoft.Json.JsonSerializer", "Create", "CreateDefault") { Package = "Newtonsoft.Json" },
    ];

    /// <summary>Handle a message of a broker; its type is the first type argument.</summary>
    public static readonly Api[] Handle =
    [
        new("MassTransit.IConsumer`1", "Consume") { Package = "MassTransit.Abstractions" },
        new("NServiceBus.IHandleMessages`1", "Handle") { Package = "NServiceBus" },
        new("Rebus.Handlers.IHandleMessages`1", "Handle") { Package = "Rebus" },
    ];
}
