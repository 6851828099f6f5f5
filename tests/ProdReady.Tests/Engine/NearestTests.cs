using ProdReady.Engine;

namespace ProdReady.Tests.Engine;

public class NearestTests
{
    [Theory]
    [InlineData("exit_cod", "exit_code")]
    [InlineData("EXIT_CODE", "exit_code")]
    [InlineData("xit_kode", null)]
    [InlineData("timeout", "timeout")]
    [InlineData("something else", null)]
    [InlineData("", null)]
    public void A_name_is_meant_when_it_is_near(string written, string? meant) => Assert.Equal(meant, Nearest.To(written, ["exit_code", "timeout"]));

    [Fact]
    public void Of_two_equally_near_none_is_meant() => Assert.Null(Nearest.To("PRD301", ["PRD302", "PRD303"]));
}
