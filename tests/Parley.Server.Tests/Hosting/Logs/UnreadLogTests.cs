using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.Chat;
using Parley.Testing;

namespace Parley.Server.Tests.Hosting.Logs;

/// <summary>A server whose log goes into a pipe that is open but not read, for example because the collector of logs hangs.</summary>
public sealed class UnreadLogTests
{
    // More than the pipe and the logger's queue hold.
    private const int Streams = 6_000;

    [Fact]
    public async Task Serve_LogIsNotRead_GoesOn()
    {
        var directory = Directory.CreateTempSubdirectory("parley-unread-").FullName;
        var settings = Path.Combine(directory, "parley.json");
        await File.WriteAllTextAsync(
            settings, """{ "Logging": { "LogLevel": { "Parley": "Debug" } } }""", TestContext.Current.CancellationToken);
        const string Script = "mkfifo \"$1\"; exec 3<>\"$1\"; shift; exec \"$@\" 2>&3";
        await using (var server = TestProcess.Start("sh",
        [
            "-c", Script, "sh", Path.Combine(directory, "log"), .. Repository.Parley,
            "serve", "--data", ":memory:", "--grpc-port", "0", "--web-port", "0", "--config", settings,
        ]))
        {
            using var channel = GrpcChannel.ForAddress((await server.ReadLineAsync("gRPC ")).Split(' ')[^1]);
            var client = new ChatService.ChatServiceClient(channel);

            var streams = Parallel.ForAsync(0, Streams, async (_, _) => await JoinAndLeaveAsync(client));
            await streams.Within($"{Streams} streams, each with an entry in the log");

            server.Signal("TERM");
            Assert.Equal(0, await server.WaitForExitAsync());
        }

        Directory.Delete(directory, recursive: true);
    }

    private static async Task JoinAndLeaveAsync(ChatService.ChatServiceClient client)
    {
        using var stream = client.JoinChat();
        await stream.RequestStream.CompleteAsync();
        Assert.False(await stream.ResponseStream.MoveNext());
    }
}
