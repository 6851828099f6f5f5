using Microsoft.CodeAnalysis;
using ProdReady.Configuration;

namespace ProdReady.Tests.Configuration;

public class MalformedSettingsFileTests
{
    private static async Task<IReadOnlyList<Diagnostic>> Found(string settings, string name = "/app/appsettings.json") =>
        await new Snippet("class Empty { }", new Target().WithFile(name, settings)).Analyze(new MalformedSettingsFile());

    /// <summary>What .NET's own reader refuses, tried with it.</summary>
    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("   ", "the file is empty")]
    [InlineData("[]", "the file does not begin with '{'")]
    [InlineData("\"x\"", "the file does not begin with '{'")]
    [InlineData("{,}", "the name of a setting in quotation marks is missing")]
    [InlineData("{'a':1}", "the name of a setting in quotation marks is missing")]
    [InlineData("{\"a\":1 \"b\":2}", "a comma or '}' is missing")]
    [InlineData("{\"a\":[1 2]}", "a comma or ']' is missing")]
    [InlineData("{\"a\":1", "a comma or '}' is missing")]
    [InlineData("{\"a\"", "the colon after \"a\" is missing")]
    [InlineData("{\"a\" 1}", "the colon after \"a\" is missing")]
    [InlineData("{\"a\":", "the value is missing")]
    [InlineData("{\"a\":}", "'}' begins no value")]
    [InlineData("{\"a\":True}", "'T' begins no value")]
    [InlineData("{\"a\":+1}", "'+' begins no value")]
    [InlineData("{\"a\":.5}", "'.' begins no value")]
    [InlineData("{\"a\":01}", "a number begins with 0")]
    [InlineData("{\"a\":1.}", "a digit is missing")]
    [InlineData("{\"a\":-}", "a digit is missing")]
    [InlineData("{\"a\":1e}", "a digit is missing")]
    [InlineData("{\"a\":\"x\ny\"}", "a text goes over the end of the line or has a control character in it")]
    [InlineData("{\"a\":\"C:\\data\"}", "'\\d' is nothing that a text can have in it; a backslash is written twice")]
    [InlineData("{\"a\":\"\\u12\"}", "'\\u' is nothing that a text can have in it; a backslash is written twice")]
    [InlineData("{\"a\":\"x", "the quotation mark at the end of a text is missing")]
    [InlineData("{\"a\":\"x\\", "a text has no end")]
    [InlineData("{\"a\":1} x", "'x' follows the end of the settings")]
    [InlineData("{\"a\":1}/", "'/' follows the end of the settings")]
    [InlineData("/* x", "a comment has no end")]
    [InlineData("{\"a\":1,\"A\":2}", "'A' is there twice")]
    [InlineData("{\"a\":{\"b\":1},\"a:b\":1}", "'a:b' is there twice")]
    [InlineData("{\"a\":{},\"a\":1}", "'a' is there twice")]
    public async Task What_the_host_refuses_is_reported(string settings, string why)
    {
        var finding = Assert.Single(await Found(settings));
        Assert.Equal($"The host cannot read 'appsettings.json', because {why}: the service does not start with this file; correct it", finding.GetMessage(null));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":[1,2,],}")]
    [InlineData("// c\n{\"a\":/* x */1}// end")]
    [InlineData("{\"a\":{\"b\":1},\"a\":{\"c\":2}}")]
    [InlineData("{\"a\":{},\"A\":{}}")]
    [InlineData("{\"a\":null,\"b\":\"\",\"c\":{},\"d\":[],\"e\":true,\"f\":-0.5E+7,\"g\":\"\\u00e4\\n\\\\\\/\"}")]
    [InlineData("\n\t{ \"a:b\" : 1e5 }\r\n")]
    public async Task What_the_host_reads_is_left_alone(string settings) => Assert.Empty(await Found(settings));

    [Theory]
    [InlineData(64, 0)]
    [InlineData(65, 1)]
    [InlineData(100000, 1)]
    public async Task What_is_nested_deeper_than_the_host_goes_is_reported(int depth, int findings) =>
        Assert.Equal(findings, (await Found(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth))).Count);

    [Fact]
    public async Task The_line_of_the_file_is_named()
    {
        var finding = Assert.Single(await Found("{\n  \"a\": 1\n  \"b\": 2\n}\n", "/app/appsettings.Staging.json"));
        Assert.Equal("/app/appsettings.Staging.json", finding.Location.GetLineSpan().Path);
        Assert.Equal((2, 2), (finding.Location.GetLineSpan().StartLinePosition.Line, finding.Location.GetLineSpan().StartLinePosition.Character));
        Assert.Equal(DiagnosticSeverity.Warning, finding.Severity);
    }

    [Theory]
    [InlineData("/app/settings.json")]
    [InlineData("/app/appsettings.txt")]
    [InlineData("bin/Debug/appsettings.json")]
    [InlineData("obj/appsettings.json")]
    public async Task Another_file_is_left_alone(string name) => Assert.Empty(await Found("{", name));

    [Fact]
    public async Task A_file_that_is_given_twice_is_reported_once()
    {
        var project = new Target { Files = new Dictionary<string, string> { ["/app/appsettings.json"] = "{", ["/app/./appsettings.json"] = "{" } };
        Assert.Single(await new Snippet("class Empty { }", project).Analyze(new MalformedSettingsFile()));
    }
}
