using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>Chat clients whose process is stopped while messages arrive in their room.</summary>
public sealed class StoppedClientTests(SharedServer shared)
{
    // 16 MB: more than the feed (4 MiB) and the socket buffers that Linux fills for a process that does not read (4 MiB and a little).
    private const int WhileStopped = 2_000;
    private const int Afterwards = 200;
    private const int Burst = 50;

    private static readonly string Padding = new('x', 8_000);

    [Theory]
    [InlineData(Languages.CSharp)]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.Cpp)]
    public async Task NoWaiting_ClientProcessStopped_DelaysNobodyAndCatchesUp(string language)
    {
        var room = $"stopped-{language}".Replace("C#", "cs", StringComparison.Ordinal);
        await using var client = await ChatClient.JoinAsync(language, shared.Server.GrpcAddress, "bob", room);
        using var ada = await ChatTester.JoinAsync(shared.Server.Connect(), room);

        client.Process.Signal("STOP");
        await PostAndReadBackAsync(ada, 0, WhileStopped);
        client.Process.Signal("CONT");
        await PostAndReadBackAsync(ada, WhileStopped, Afterwards);

        for (var i = 0; i < WhileStopped + Afterwards; i++)
        {
            Assert.EndsWith($"] ada: {i} {Padding}", await client.Process.ReadLineAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(0, await client.LeaveAsync());
    }

    /// <summary>Posts in bursts and reads each one back, which proves that the messages did not wait for the stopped client.</summary>
    private static async Task PostAndReadBackAsync(ChatTester stream, int first, int count)
    {
        for (var i = first; i < first + count; i += Burst)
        {
            for (var j = i; j < i + Burst; j++)
            {
                await stream.SayAsync("ada", $"{j} {Padding}");
            }

            Assert.Equal($"{i} {Padding}", (await stream.ReadTextsAsync(Burst))[0]);
        }
    }
}
