using Activations.Secrets;

namespace Activations.Tests.Secrets;

public sealed class SecretKeysTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void The_first_key_is_the_active_one()
    {
        Assert.Equal("b", new SecretKeys(new SecretKey("b", Bytes), new SecretKey("a", Bytes)).Active?.Id);
        Assert.Null(SecretKeys.None.Active);
    }

    [Fact]
    public void Printing_keys_shows_their_ids_alone()
    {
        Assert.Equal("b, a", new SecretKeys(new SecretKey("b", Bytes), new SecretKey("a", Bytes)).ToString());
        Assert.Equal("no keys", SecretKeys.None.ToString());
    }

    [Fact]
    public void Two_keys_of_one_id_are_refused() => Assert.Throws<ArgumentException>(
        () => new SecretKeys(new SecretKey("a", Bytes), new SecretKey("a", Bytes)));

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(0)]
    public void A_key_of_another_length_is_refused(int length) =>
        Assert.Throws<ArgumentException>(() => new SecretKey("a", new byte[length]));

    [Theory]
    [InlineData("a", true)]
    [InlineData("2026-11_B", true)]
    [InlineData("12345678901234567890123456789012", true)]
    [InlineData("123456789012345678901234567890123", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a:b", false)]
    [InlineData("é", false)]
    public void An_id_has_1_to_32_letters_digits_hyphens_and_underscores(string id, bool isOne) =>
        Assert.Equal(isOne, SecretKeys.IsId(id));
}
