using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>Clients whose whole process stands still while their room talks on.</summary>
public sealed class StoppedClientTests(SharedServer shared)
{
    // 16 MB: more than the feed (4 MiB) and what Linux lets a socket hold for a process that does not read (4 MiB and a little).
    private const int Messages = 2_000;
    private const int More = 200;
    private const int Burst = 50;

    private static readonly string Padding = new('x', 8_000);

    [Theory]
    [InlineData(Languages.CSharp)]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.Cpp)]
    public async Task NoWaiting_ClientProcessStopped_DelaysNobody_AndGetsEverythingWhenItGoesOn(string language)
    {
        var room = $"stopped-{language}".Replace("C#", "cs", StringComparison.Ordinal);
        await using var client = await Languages.StartClientAsync(language, shared.Server.GrpcAddress, "bob", room);
        await client.Input.WriteLineAsync("here");
        await client.Input.FlushAsync();
        await client.ReadLineAsync("bob: here");
        using var talking = await ChatTester.JoinAsync(shared.Server.Connect(), room);

        client.Signal("STOP");
        await TalkAsync(talking, 0, Messages);
        client.Signal("CONT");
        await TalkAsync(talking, Messages, More);

        for (var i = 0; i < Messages + More; i++)
        {
            Assert.EndsWith($"] ada: {i} {Padding}", await client.ReadLineAsync(), StringComparison.Ordinal);
        }

        client.Input.Close();
        Assert.Equal(0, await client.WaitForExitAsync());
    }

    /// <summary>Sends, and hears what was sent, so that it is certain that everything went past the client.</summary>
    private static async Task TalkAsync(ChatTester stream, int first, int count)
    {
        for (var i = first; i < first + count; i += Burst)
        {
            for (var j = i; j < i + Burst; j++)
            {
                await stream.SayAsync("ada", $"{j} {Padding}");
            }

            Assert.Equal($"{i} {Padding}", (await stream.HearAsync(Burst))[0]);
        }
    }
}
