using Microsoft.Data.Sqlite;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>A data directory that real servers wrote to.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("parley-data-").FullName;

    public string Database => System.IO.Path.Combine(Path, "parley.db");

    /// <summary>Posts <c>1</c>, <c>2</c> … to a room.</summary>
    public static async Task PostAsync(string server, string room, int count)
    {
        await using var send = CommandProcess.Start("send", "--user", "ada", "--room", room, "--server", server, "-");
        await send.TypeAsync(string.Join('\n', Enumerable.Range(1, count)));
        send.Input.Close();
        await send.SucceedAsync();
    }

    /// <summary>A directory with this number of messages in one room, whose server has stopped.</summary>
    public static async Task<DataFolder> FillAsync(string room, int count)
    {
        var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(data: folder.Path);
        await PostAsync(server.GrpcAddress, room, count);
        server.Process.Signal("TERM");
        Assert.Equal(0, await server.Process.WaitForExitAsync());
        return folder;
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
