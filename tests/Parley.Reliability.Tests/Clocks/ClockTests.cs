using Parley.Protocol.Chat;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Clocks;

public sealed class ClockTests
{
    private const int MessagesEach = 50;
    private const int Rounds = 2;
    private const long MaxSecondsOff = 60;

    private static readonly TimeSpan[] Offsets =
        [TimeSpan.Zero, TimeSpan.FromHours(-1), TimeSpan.FromHours(1), TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(-1)];

    [Fact]
    public async Task ClockJump_OfAnHour_KeepsOrderAndWakesEveryRoom()
    {
        var data = new DataDirectory();
        var clock = await WallClock.MakeAsync(data.Path);
        var records = new List<RoomRecord> { new("clock") };

        // Rooms sleep after a second or two, so the first room wakes again between jumps too.
        var environment = new Dictionary<string, string?>(clock.Environment) { ["PARLEY_ROOM__IDLE_SECONDS"] = "1" };
        await using (var server = await ServerProcess.StartAsync(environment: environment, data: data.Path))
        {
            using var reader = await ChatTester.JoinAsync(server.Connect(), "clock");
            var received = records[0].AddReader("the reader").Received;
            for (var i = 0; i < Offsets.Length * Rounds; i++)
            {
                var offset = Offsets[i % Offsets.Length];
                clock.Set(offset);
                await SayAsync(server, records[0], $"{i}", offset);
                for (var j = 0; j < MessagesEach; j++)
                {
                    var message = await reader.ReadAsync();
                    received.Add(new TextMessage(message.UserId, message.Text));
                }

                var fresh = new RoomRecord($"clock-{i}");
                records.Add(fresh);
                await SayAsync(server, fresh, $"{i}", offset);
            }

            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await FinalCheck.RunAsync(data.Path, records, $"data in {data.Path}");
        data.Delete();
    }

    /// <summary>Sends some messages, and asserts that they come back with the time of the server's clock.</summary>
    private static async Task SayAsync(ServerProcess server, RoomRecord record, string prefix, TimeSpan offset)
    {
        using var stream = await ChatTester.JoinAsync(server.Connect(), record.Room);
        for (var i = 0; i < MessagesEach; i++)
        {
            record.AddSent("ada", $"{prefix}-{i}");
            await stream.SayAsync("ada", $"{prefix}-{i}");
        }

        for (var i = 0; i < MessagesEach; i++)
        {
            ChatMessage message = await stream.ReadAsync();
            Assert.Equal($"{prefix}-{i}", message.Text);
            Assert.InRange(message.Timestamp - DateTimeOffset.UtcNow.Add(offset).ToUnixTimeSeconds(), -MaxSecondsOff, MaxSecondsOff);
        }
    }
}
