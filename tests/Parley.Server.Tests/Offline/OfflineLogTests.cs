using Microsoft.Data.Sqlite;
using Parley.Protocol.V1;
using Parley.Server.Offline;
using Parley.Testing;

namespace Parley.Server.Tests.Offline;

public sealed class OfflineLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("parley-offline-").FullName;

    [Fact]
    public void Open_NoLog_ExplainsWhatToDo()
    {
        var exception = Assert.Throws<OfflineLogException>(() => OfflineLog.Open(_directory));

        Assert.Contains("There is no log in", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NoLog_ExplainsWhatToDo() => Assert.Throws<OfflineLogException>(() => OfflineLog.Verify(_directory));

    [Fact]
    public async Task Read_StoppedServer_GivesWhatWasPosted()
    {
        await FillAsync();
        using var log = OfflineLog.Open(_directory);

        Assert.Equal(new StoredRoom("r", 3, "chat"), Assert.Single(log.ListRooms()));
        Assert.Equal(["1", "2", "3"], log.ReadAfter("r", 0).Select(message => message.Text));
        Assert.Equal([(3, "ada", "c3")], log.ReadLast("r", 1).Select(message => (message.Sequence, message.User, message.CommandId)));
        Assert.Matches("^[0-9a-f]{32}_[0-9]+(_[0-9a-f]{32})?$", log.ReadEpoch("kitchen"));
    }

    [Fact]
    public async Task Read_DamagedLog_ThrowsWhileEnumerating()
    {
        await FillAsync();
        using var log = OfflineLog.Open(_directory);
        DropEvents();

        Assert.Throws<OfflineLogException>(() => log.ListRooms().Count());
        Assert.Throws<OfflineLogException>(() => log.ReadLast("r", 1).Count());
        Assert.Throws<OfflineLogException>(() => log.ReadAfter("r", 0).Count());
    }

    [Fact]
    public async Task Verify_StoppedServer_ReportsProgressAndSoundness()
    {
        await FillAsync();
        var steps = new StepList();

        var report = OfflineLog.Verify(_directory, steps);

        Assert.True(report.IsSound);
        Assert.Equal((1, 3), (report.Rooms, report.Events));
        Assert.Contains("events", steps);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task FillAsync()
    {
        await using var server = await ServerProcess.StartAsync(data: _directory);
        var rooms = server.ConnectRooms();
        for (var i = 1; i <= 3; i++)
        {
            var content = new Content { Message = new Message { Text = $"{i}" } };
            await rooms.PostAsync(new PostRequest { User = "ada", Room = "r", CommandId = $"c{i}", Content = content });
        }

        server.Process.Signal("TERM");
        await server.Process.SucceedAsync();
    }

    private void DropEvents()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "parley.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE events";
        command.ExecuteNonQuery();
    }

    private sealed class StepList : List<string>, IProgress<OfflineProgress>
    {
        public void Report(OfflineProgress value) => Add(value.Step);
    }
}
