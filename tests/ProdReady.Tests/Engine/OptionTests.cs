using ProdReady.Engine;

namespace ProdReady.Tests.Engine;

public class OptionTests
{
    private static readonly Option<int> Seconds = ProdReady.Engine.Options.Number("k", 30, 1, 60, "m");
    private static readonly Option<bool> Flag = ProdReady.Engine.Options.Flag("k", true, "m");

    [Theory]
    [InlineData(null, 30)]
    [InlineData("1", 1)]
    [InlineData(" 60 ", 60)]
    [InlineData("61", 30)]
    [InlineData("0", 30)]
    [InlineData("-5", 30)]
    [InlineData("1.5", 30)]
    [InlineData("ten", 30)]
    public void A_number_outside_of_what_is_accepted_is_the_default(string? text, int expected) => Assert.Equal(expected, Seconds.Read(text));

    [Theory]
    [InlineData(null, true)]
    [InlineData("false", false)]
    [InlineData("FALSE", false)]
    [InlineData("no", true)]
    public void A_flag_is_true_or_false(string? text, bool expected) => Assert.Equal(expected, Flag.Read(text));
}
