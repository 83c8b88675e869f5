using Parley.Protocol.V1;
using Parley.Reliability.Tests.Checking;
using Parley.Reliability.Tests.Crashes;
using Parley.Testing;

namespace Parley.Reliability.Tests.Backups;

/// <summary>A backup of a busy server has everything from before it began, and its restore judges every position rightly.</summary>
public sealed class BackupTests(ITestOutputHelper output)
{
    private const string Quiet = "quiet";

    [Fact]
    public async Task HonestResume_BackupUnderLoadRestored_IsJudgedPerRoom()
    {
        var files = new BackupFiles();
        output.WriteLine($"files in {files.Data}");
        List<RoomRecord> records = [.. Enumerable.Range(0, 4).Select(i => new RoomRecord($"busy-{i}"))];
        var before = new Dictionary<string, Position>();
        var after = new Dictionary<string, Position>();
        await using (var server = await ServerProcess.StartAsync(data: files.Data))
        {
            before[Quiet] = await PostAsync(server, Quiet, "before");
            var load = new Load(server, records, 0, 2_000);
            await load.EnoughAcks.Within("the echoes before the backup");
            foreach (var record in records)
            {
                before[record.Room] = await PostAsync(server, record.Room, "before");
            }

            output.WriteLine(await BackupFiles.RunAsync(files.BackupCommand()));

            foreach (var record in records)
            {
                after[record.Room] = await PostAsync(server, record.Room, "after");
            }

            server.Process.Signal("KILL");
            await Task.WhenAll(load.WritersEnded, load.ReadersEnded).Within("the ends of all streams");
        }

        await BackupFiles.RunAsync(files.RestoreCommand());
        var lost = FullRead.Rows(files.Data);
        var restored = FullRead.Rows(files.Restored);
        Directory.Delete(files.Data, recursive: true);
        await using (var server = await ServerProcess.StartAsync(data: files.Restored))
        {
            Assert.Equal(lost.Keys.Order(), restored.Keys.Order());
            foreach (var (room, position) in before)
            {
                var head = restored[room].Count;
                Assert.True(lost[room].Take(head).SequenceEqual(restored[room]), $"{room} differs; {files.Restored}");
                await AssertAsync(server, room, position, isResumed: true);
                await AssertAsync(server, room, new Position(position) { Sequence = head }, isResumed: true);
                await AssertAsync(server, room, new Position(position) { Sequence = head + 1 }, isResumed: false);
            }

            foreach (var (room, position) in after)
            {
                await AssertAsync(server, room, position, isResumed: false);
                Assert.Equal(restored[room].Count + 1, (await PostAsync(server, room, "again")).Sequence);
                await AssertAsync(server, room, position, isResumed: false);
                await AssertAsync(server, room, before[room], isResumed: true);
            }

            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await using var verify = TestProcess.StartParley(["verify", "--data", files.Restored]);
        await verify.SucceedAsync();
        files.Delete();
    }

    /// <summary>Posts.</summary>
    /// <returns>The position of a reader that has read the post.</returns>
    private static async Task<Position> PostAsync(ServerProcess server, string room, string text)
    {
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
        var epoch = (await session.JoinAsync(room)).Epoch;
        return new Position { Epoch = epoch, Sequence = await session.SayAsync(room, $"{text}-{room}", text) };
    }

    private static async Task AssertAsync(ServerProcess server, string room, Position position, bool isResumed)
    {
        var page = await server.ConnectRooms().ListEventsAsync(
            new ListEventsRequest { Room = room, After = position.Sequence, Epoch = position.Epoch });
        Assert.True(isResumed == page.Resumed, $"{room} after {position} was answered with {page.Resumed}\n{server.Process.Transcript}");
    }
}
