using Grpc.Core;
using Parley.Reliability.Tests.Checking;
using Parley.Reliability.Tests.Crashes;
using Parley.Testing;

namespace Parley.Reliability.Tests.Faults;

public sealed class FaultTests
{
    // SQLite calls one of the two, depending on how it was built.
    private const string Sync = "fdatasync,fsync";
    private const string Write = "pwrite64";

    [Theory]
    [InlineData(Sync, "EIO", StatusCode.Unavailable, "cannot store messages now")]
    [InlineData(Write, "EIO", StatusCode.Unavailable, "cannot store messages now")]
    [InlineData(Write, "ENOSPC", StatusCode.ResourceExhausted, "no space")]
    public async Task Post_WhileTheDiskFails_IsRefusedAndShownToNobody(string calls, string error, StatusCode code, string reason)
    {
        DiskFault.Require();
        var data = new DataDirectory();
        var record = new RoomRecord("fault");
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            using var reader = new RecordingReader(await ChatTester.JoinAsync(server.Connect(), record.Room), record, "the reader");
            await SayAsync(server, record, "before");
            Assert.Equal("before", await reader.ReadTextAsync());

            await using var fault = await DiskFault.AttachAsync(server.Process, calls, error);
            for (var i = 0; i < 3; i++)
            {
                var (received, status) = await PostAndReadToEndAsync(server, record, $"during {i}");
                Assert.Empty(received);
                Assert.True(status.StatusCode == code, $"{status}\n{server.Process.Transcript}");
                Assert.Contains(reason, status.Detail, StringComparison.Ordinal);
            }

            await ServerHealth.AssertAsync(server, healthy: false);
            await fault.DetachAsync();
            await ServerHealth.WaitForRecoveryAsync(server);
            await ServerHealth.AssertAsync(server, healthy: true);

            await SayAsync(server, record, "after");
            Assert.Equal("after", await reader.ReadTextAsync());
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await FinalCheck.RunAsync(data.Path, [record], $"data in {data.Path}");
        data.Delete();
    }

    [Theory]
    [InlineData(Sync, "EIO", StatusCode.Unavailable)]
    [InlineData(Write, "ENOSPC", StatusCode.ResourceExhausted)]
    public async Task DiskFails_UnderLoad_LosesNothingAcknowledged(string calls, string error, StatusCode code)
    {
        DiskFault.Require();
        var data = new DataDirectory();
        List<RoomRecord> records = [.. Enumerable.Range(0, 4).Select(i => new RoomRecord($"fault-{i}"))];
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            var before = new Load(server, records, 0, 500);
            await before.EnoughAcks.Within("the echoes before the fault");
            await using var fault = await DiskFault.AttachAsync(server.Process, calls, error);
            var ends = await before.WritersEnded.Within("the writers' ends");

            await fault.DetachAsync();
            await ServerHealth.WaitForRecoveryAsync(server);

            Assert.True(
                ends.All(end => end.End.StatusCode == code),
                $"{string.Join('\n', ends)}\n{server.Process.Transcript}\n{fault.Transcript}");

            var after = new Load(server, records, 1, 500);
            await after.EnoughAcks.Within("the echoes after the fault");
            server.Process.Signal("KILL");
            await Task.WhenAll(before.ReadersEnded, after.WritersEnded, after.ReadersEnded).Within("the ends of all streams");
        }

        await FinalCheck.RunAsync(data.Path, records, $"data in {data.Path}");
        data.Delete();
    }

    [Fact]
    public async Task Post_DatabaseCannotBeSynced_IsRefusedUntilARestart()
    {
        const int MaxMessages = 1_000;
        DiskFault.Require();
        var data = new DataDirectory();
        var record = new RoomRecord("fault");
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            await using var fault = await DiskFault.AttachAsync(server.Process, Sync, "EIO", Path.Combine(data.Path, "parley.db"));
            using var reader = new RecordingReader(await ChatTester.JoinAsync(server.Connect(), record.Room), record, "the reader");
            var status = Status.DefaultSuccess;
            var sent = 0;
            for (; status.StatusCode == StatusCode.OK && sent < MaxMessages; sent++)
            {
                var text = $"{sent} {new string('x', 16_000)}";
                (var received, status) = await TrySayAsync(server, record, text);
                if (received.Count > 0)
                {
                    Assert.Equal(text, await reader.ReadTextAsync());
                }
            }

            Assert.True(status.StatusCode == StatusCode.Unavailable, $"{status} after {sent} messages\n{server.Process.Transcript}");
            await ServerHealth.AssertAsync(server, healthy: false);
            await fault.DetachAsync();

            // The disk works again, but may have lost what it could not sync before.
            Assert.Equal(StatusCode.Unavailable, (await PostAndReadToEndAsync(server, record, "refused")).Status.StatusCode);
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            await SayAsync(server, record, "after");
        }

        await FinalCheck.RunAsync(data.Path, [record], $"data in {data.Path}");
        data.Delete();
    }

    private static async Task SayAsync(ServerProcess server, RoomRecord record, string text)
    {
        var (messages, status) = await TrySayAsync(server, record, text);
        Assert.True(status.StatusCode == StatusCode.OK, $"{status}\n{server.Process.Transcript}");
        Assert.Equal(text, Assert.Single(messages).Text);
    }

    private static async Task<(List<Protocol.Chat.ChatMessage> Messages, Status Status)> TrySayAsync(
        ServerProcess server, RoomRecord record, string text)
    {
        using var stream = await ChatTester.JoinAsync(server.Connect(), record.Room);
        record.AddSent("ada", text);
        await stream.SayAsync("ada", text);
        await stream.LeaveAsync();
        return await stream.ReadToEndAsync();
    }

    private static async Task<(List<Protocol.Chat.ChatMessage> Messages, Status Status)> PostAndReadToEndAsync(
        ServerProcess server, RoomRecord record, string text)
    {
        using var stream = await ChatTester.JoinAsync(server.Connect(), record.Room);
        record.AddSent("ada", text);
        await stream.SayAsync("ada", text);
        return await stream.ReadToEndAsync();
    }
}
