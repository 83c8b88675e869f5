using Parley.Engine.Logs;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Rooms.Contents;
using Parley.Storage.Sqlite;
using Parley.Testing;
using Kind = Parley.Protocol.V1.ServerFrame.FrameOneofCase;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>A position is resumed if the data directory has what it needs, and not if that was lost, in every room separately.</summary>
public sealed class PositionTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("parley-test-").FullName;
    private readonly string _copy = Directory.CreateTempSubdirectory("parley-test-").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_copy, recursive: true);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task HonestResume_CopyOfTheDirectoryPutBack_IsJudgedPerRoom(string signal)
    {
        var first = await PostAsync(signal, ("lost", 3), ("kept", 3));
        Copy(_data, _copy);
        var second = await PostAsync(signal, ("lost", 2), ("other", 1), ("kept", 0));
        Directory.Delete(_data, recursive: true);
        Copy(_copy, _data);

        await PostAsync("TERM", ("lost", 10), ("other", 1));

        await using var server = await ServerProcess.StartAsync(data: _data);
        await AssertAsync(server, "lost", first["lost"], 3, isResumed: true);
        await AssertAsync(server, "lost", first["lost"], 4, isResumed: false);
        await AssertAsync(server, "lost", second["lost"], 3, isResumed: true);
        await AssertAsync(server, "lost", second["lost"], 4, isResumed: false);
        await AssertAsync(server, "lost", second["lost"], 5, isResumed: false);
        await AssertAsync(server, "kept", first["kept"], 3, isResumed: true);
        await AssertAsync(server, "kept", second["kept"], 3, isResumed: true);
        await AssertAsync(server, "kept", second["kept"], 4, isResumed: false);
        await AssertAsync(server, "other", second["other"], 1, isResumed: false);
        await AssertAsync(server, "lost", "of another server", 1, isResumed: false);
    }

    [Fact]
    public async Task HonestResume_ManyRestarts_EveryPositionOfEveryTermHolds()
    {
        var positions = new List<(string Epoch, long Sequence)>();
        for (var i = 1; i <= 4; i++)
        {
            positions.Add(((await PostAsync(i % 2 == 0 ? "TERM" : "KILL", ("room", 2)))["room"], 2 * i));
        }

        await using var server = await ServerProcess.StartAsync(data: _data);
        foreach (var (epoch, sequence) in positions)
        {
            await AssertAsync(server, "room", epoch, sequence, isResumed: true);
            await AssertAsync(server, "room", epoch, sequence - 2, isResumed: true);
            await AssertAsync(server, "room", epoch, sequence + 1, isResumed: false);
        }
    }

    [Fact]
    public async Task UnknownKind_InTheLog_IsReadableAndClosed()
    {
        await using (var log = SqliteRoomLog.Open(_data, TimeProvider.System, () => Guid.CreateVersion7()))
        {
            await AppendAsync(log, "mystery", new CreatedContent("mystery", 1, default));
            await AppendAsync(log, "newer", new CreatedContent("steps", 2, default));
        }

        await using var server = await ServerProcess.StartAsync(data: _data);
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
        foreach (var room in new[] { "mystery", "newer" })
        {
            await session.SendAsync(new ClientFrame { Join = new Join { Room = room } });
            var rejected = (await session.UntilAsync(Kind.Rejected)).Rejected;
            Assert.Equal((Code.KindUnknown, room), (rejected.Code, rejected.Room));
            Assert.Contains("ListEvents", rejected.Reason, StringComparison.Ordinal);
            Assert.Single((await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = room })).Events);
            using var chat = server.Connect().JoinChat(new Grpc.Core.Metadata { { "parley-room", room } });
            var closed = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => chat.ResponseStream.MoveNext(default));
            Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, closed.StatusCode);
            var post = new PostRequest
            {
                Room = room,
                User = "ada",
                CommandId = "c1",
                Content = new Content { Message = new Message { Text = "in" } },
            };
            var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await server.ConnectRooms().PostAsync(post));
            Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, refused.StatusCode);
        }
    }

    private static async Task AppendAsync(SqliteRoomLog log, string room, CreatedContent created)
    {
        var batch = new AppendBatch(room, [new RoomEvent(1, "ada", DateTimeOffset.UnixEpoch, created.Encode())]);
        Assert.Equal([AppendOutcome.Appended], await log.AppendAsync([batch]));
    }

    private static async Task AssertAsync(ServerProcess server, string room, string epoch, long sequence, bool isResumed)
    {
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
        var joined = await session.JoinAsync(new Join { Room = room, After = new Position { Epoch = epoch, Sequence = sequence } });
        Assert.True(isResumed == joined.Resumed, $"{room} after {sequence} was answered with {joined}");
        Assert.Equal(isResumed ? sequence : joined.HeadSequence, joined.AfterSequence);
        var page = await server.ConnectRooms().ListEventsAsync(new ListEventsRequest { Room = room, After = sequence, Epoch = epoch });
        Assert.Equal(isResumed, page.Resumed);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "parley.db*"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    /// <summary>Starts a server, posts and ends it.</summary>
    /// <returns>The epoch of each room meanwhile.</returns>
    private async Task<Dictionary<string, string>> PostAsync(string signal, params (string Room, int Events)[] rooms)
    {
        await using var server = await ServerProcess.StartAsync(data: _data);
        using var session = await SessionTester.GreetAsync(server.ConnectRooms(), "ada");
        var epochs = new Dictionary<string, string>();
        foreach (var (room, events) in rooms)
        {
            epochs[room] = (await session.JoinAsync(room)).Epoch;
            for (var i = 0; i < events; i++)
            {
                await session.SayAsync(room, $"{Guid.CreateVersion7()}", "text");
            }
        }

        server.Process.Signal(signal);
        await server.Process.WaitForExitAsync();
        return epochs;
    }
}
