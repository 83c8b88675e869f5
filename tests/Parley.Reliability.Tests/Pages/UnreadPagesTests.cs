using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Reliability.Tests.Lagging;
using Parley.Testing;

namespace Parley.Reliability.Tests.Pages;

/// <summary>A client that asks for pages and never reads them.</summary>
public sealed class UnreadPagesTests(ITestOutputHelper output)
{
    private const string Room = "pages";
    private const int Texts = 80;
    private const int TextBytes = 16_000;
    private const int MaxMebibytes = 64;
    private const int Probes = 50;

    // 16 MiB, so that what is held is measured, not how long the collector puts off its work.
    private static readonly KeyValuePair<string, string?> SmallGarbage = new("DOTNET_GCgen0size", "0x1000000");

    private static int Calls => LongRun.IsWanted ? 1_000 : 300;

    [Fact]
    public async Task Pages_ManyUnreadOnOneConnection_TakeLittleMemoryAndDelayNobody()
    {
        await using var server = await ServerProcess.StartAsync(environment: [SmallGarbage]);
        var client = server.ConnectRooms();
        var request = new ListEventsRequest { Room = Room, After = 0, PageSize = 1_000 };
        for (var i = 0; i < Texts; i++)
        {
            await client.PostAsync(new PostRequest
            {
                Room = Room,
                User = "ada",
                CommandId = $"c{i}",
                Content = new Content { Message = new Message { Text = new string('x', TextBytes) } },
            });
        }

        var page = await client.ListEventsAsync(request);
        long before;
        await using (var gauge = new MemoryGauge(server.Process))
        {
            await ProbeAsync();
            before = gauge.Highest;
        }

        using var connection = new UnreadConnection(server.GrpcAddress);
        await using (var gauge = new MemoryGauge(server.Process))
        {
            await connection.CallAsync("/parley.v1.RoomService/ListEvents", request.ToByteArray(), Calls);
            await ProbeAsync();
            var grown = (gauge.Highest - before) / 1_048_576.0;
            output.WriteLine(
                $"{before / 1_048_576.0:F0} MiB, and {grown:F1} MiB more with {Calls} unread pages of {page.CalculateSize()} bytes");
            Assert.True(grown <= MaxMebibytes, $"The server grew by {grown:F1} MiB, from {before / 1_048_576.0:F0} MiB.");
        }

        async Task ProbeAsync()
        {
            for (var i = 0; i < Probes; i++)
            {
                var read = await client.ListEventsAsync(request, deadline: DateTime.UtcNow + Deadline.Step);
                Assert.Equal(page.Events.Count, read.Events.Count);
            }
        }
    }
}
