using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>Bodies that announce more than they send, arrive slowly, or break off.</summary>
public sealed class HttpBodyTests(SharedServer shared)
{
    private const int MaxBytes = 262_144;
    private const string Posts = "/v1/rooms/http-bodies/posts";
    private const string Valid = """{"user":"ada","commandId":"c","content":{"message":{"text":"hello"}}}""";

    /// <summary>If announced bytes took memory, 600 requests of a hundred bytes would take 150 MiB.</summary>
    [Fact]
    public async Task Post_AnnouncedBodies_TakeNoMemory()
    {
        await using var server = await ServerProcess.StartAsync(environment: [new("DOTNET_GCHeapHardLimit", "0x8000000")]);
        using var http = new HttpTester(server.WebAddress);
        var connections = new List<TcpClient>();
        for (var i = 0; i < 600; i++)
        {
            connections.Add(await SendAsync(server.WebAddress, $"Content-Length: {MaxBytes}", "{"));
        }

        Assert.Equal(1, await http.SayAsync("http-bodies", "c", "hello"));

        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Post_ManyBodiesAtOnce_AreRefusedUntilThereIsRoom()
    {
        await using var server = await ServerProcess.StartAsync();
        using var http = new HttpTester(server.WebAddress);
        var almost = new string(' ', MaxBytes - 1);
        var connections = new List<TcpClient>();
        var answers = new List<Task<string?>>();
        for (var i = 0; i < 140; i++)
        {
            connections.Add(await SendAsync(server.WebAddress, $"Content-Length: {MaxBytes}", almost));
            answers.Add(new StreamReader(connections[i].GetStream()).ReadLineAsync());
        }

        var first = await Task.WhenAny(answers).Within("an answer");
        Assert.Equal("HTTP/1.1 503 Service Unavailable", await first);

        connections.ForEach(connection => connection.Dispose());
        HttpReply reply;
        for (var i = 0; (reply = await http.PostJsonAsync(Posts, Valid)).Status != HttpStatusCode.OK; i++)
        {
            Assert.Equal("CODE_OVERLOADED", reply.Code);
            Assert.True(i < 1_000, "The bodies that broke off still take memory.");
            await Task.Delay(10);
        }
    }

    /// <summary>Fast enough for Kestrel, which would wait for nine minutes.</summary>
    [Fact]
    public async Task Post_SlowBody_TimesOut()
    {
        using var connection = await SendAsync(shared.Server.WebAddress, $"Content-Length: {MaxBytes}", "{");
        var stream = connection.GetStream();
        using var reader = new StreamReader(stream);
        var answer = reader.ReadLineAsync();
        for (var i = 0; i < 80 && !answer.IsCompleted; i++)
        {
            await stream.WriteAsync(new byte[125]);
            await Task.WhenAny(answer, Task.Delay(250));
        }

        Assert.True(answer.IsCompleted, "The server still reads the body.");
        Assert.Equal("HTTP/1.1 408 Request Timeout", await answer.Within("an answer"));
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("80000000")]
    [InlineData("zz")]
    public async Task Post_BadSizeOfAChunk_IsRefused(string size)
    {
        using var connection = await SendAsync(shared.Server.WebAddress, "Transfer-Encoding: chunked", $"{size}\r\n{{}}");
        using var reader = new StreamReader(connection.GetStream());

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync().Within("an answer"));
        var json = "";
        while (await reader.ReadLineAsync().Within("the body") is { } line && !json.Contains("reason", StringComparison.Ordinal))
        {
            json = line;
        }

        Assert.Contains("CODE_INVALID", json, StringComparison.Ordinal);
        Assert.Contains("not valid HTTP", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ManyResetsWithinTheBody_LogNothing()
    {
        await using var server = await ServerProcess.StartAsync();
        for (var i = 0; i < 300; i++)
        {
            using var connection = await SendAsync(server.WebAddress, "Content-Length: 100000", "{");
            await Task.Delay(i % 4);
            connection.LingerState = new LingerOption(true, 0);
        }

        server.Process.Signal("TERM");
        Assert.Equal(0, await server.Process.WaitForExitAsync());
        Assert.Empty(server.Process.Errors);
    }

    private static async Task<TcpClient> SendAsync(string address, string header, string body)
    {
        var connection = new TcpClient(AddressFamily.InterNetwork);
        await connection.ConnectAsync("127.0.0.1", new Uri(address).Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Posts} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{header}\r\n\r\n{body}"));
        return connection;
    }
}
