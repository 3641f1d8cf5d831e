using Activations.Processes;
using Activations.Robustness.Traffic;
using Activations.V1;

namespace Activations.Robustness.Regressions;

/// <summary>A cursor of the right length with other characters in it was answered INTERNAL.</summary>
public sealed class DamagedCursorTests
{
    [Theory]
    [InlineData("!")] // not of the alphabet
    [InlineData("\u00e9")] // not of ASCII
    public async Task A_cursor_with_another_last_character_is_not_a_cursor_of_this_list(string last)
    {
        const string Hub = "01J0DEM0HVB000000000000001";
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        foreach (var transport in Transport.To(service))
        {
            using (transport)
            {
                var page = await Scene.CallAsync<EndUserPage>(transport, new ListEndUsersRequest { HubId = Hub, First = 1 });
                var damaged = page.Next[..^1] + last;

                var answer = await transport.SendAsync(
                    new ListEndUsersRequest { HubId = Hub, First = 1, After = damaged }, TimeSpan.FromSeconds(30));

                Assert.Equal("INVALID_ARGUMENT", answer.Reason);
            }
        }
    }
}
