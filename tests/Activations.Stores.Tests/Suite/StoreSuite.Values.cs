using Activations.EndUsers;
using Activations.Json;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    /// <summary>JSON that a database might take for something else.</summary>
    public static TheoryData<string> Variables =>
    [
        "{}",
        """{"":1,"$set":{"a.b":"$c"},"a.b":[],"__proto__":null}""",
        """{"text":"Zoë 日本 🎉 \u0000 \u2028","number":1e-300,"big":12345678901234567890}""",
        string.Concat(Enumerable.Repeat("""{"a":""", 29)) + "{}" + new string('}', 29),
        $$"""{"long":"{{new string('x', 1 << 20)}}"}""",
    ];

    public static TheoryData<long> Times => [0, -1, 1_750_000_000_123, 253_402_300_799_999];

    [Theory]
    [MemberData(nameof(Variables))]
    [Trait(Guarantee, "G5")]
    public async Task JSON_comes_back_byte_for_byte(string json)
    {
        var activation = make.Activation() with { DynamicVariables = JsonText.FromTrustedText(json) };
        var user = await SaveAsync(await AddAsync(make.User()), new EndUserEdit.AddActivation(activation));

        var loaded = await LoadActivationAsync(user, activation);

        Assert.Equal(activation.DynamicVariables, loaded!.DynamicVariables);
    }

    [Theory]
    [MemberData(nameof(Times))]
    [Trait(Guarantee, "G5")]
    public async Task Times_come_back_to_the_millisecond(long milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var user = await AddAsync(make.User() with { CreatedAt = time, UpdatedAt = time });

        var loaded = await LoadAsync(user);

        Assert.Equal((time, time, TimeSpan.Zero), (loaded.CreatedAt, loaded.UpdatedAt, loaded.CreatedAt.Offset));
    }

    [Theory]
    [InlineData("a/b%2F")]
    [InlineData("🎉 日本 \u2028")]
    [InlineData("$where.{}")]
    [Trait(Guarantee, "G5")]
    public async Task Text_of_any_script_comes_back_unchanged(string text)
    {
        var user = await AddAsync(make.User(text, Sample.Hub, make.Connection(text)) with { DisplayName = text });

        var loaded = await LoadAsync(user, new EndUserParts { Connections = [user.Connections[0].Id] });

        Assert.Equal(Snapshot.Of(user), Snapshot.Of(loaded));
    }
}
