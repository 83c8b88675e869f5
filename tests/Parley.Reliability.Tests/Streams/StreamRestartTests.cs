using Parley.Testing;

namespace Parley.Reliability.Tests.Streams;

/// <summary>A reader of a stream over HTTP that reconnects as a browser does, while the server is killed again and again.</summary>
public sealed class StreamRestartTests
{
    private const string Room = "killed";
    private const int PerTerm = 40;

    private static int Kills => LongRun.IsWanted ? 50 : 8;

    [Fact]
    public async Task HonestResume_KillsUnderLoad_MissAndRepeatNothing()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-");
        try
        {
            await KillAgainAndAgainAsync(data.FullName);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task KillAgainAndAgainAsync(string data)
    {
        var id = "";
        var read = 0L;
        var acknowledged = 0L;
        for (var term = 0; term <= Kills; term++)
        {
            await using var server = await ServerProcess.StartAsync(data: data);
            using var http = new HttpTester(server.WebAddress);
            using var stream = await http.StreamAsync(Room, id.Length == 0 ? $"?last={long.MaxValue}" : "", id);
            var joined = await stream.NextAsync("joined");
            Assert.Equal(term > 0, joined.Json.GetProperty("resumed").GetBoolean());
            using var stop = new CancellationTokenSource();
            var posting = PostAsync(http, term, stop.Token);
            await ReadAsync(stream, read + PerTerm);
            if (term < Kills)
            {
                server.Process.Signal("KILL");
                await ReadToEndAsync(stream);
                acknowledged = await posting;
                await server.Process.WaitForExitAsync();
            }
            else
            {
                // What any term acknowledged is read at last.
                await stop.CancelAsync();
                await ReadAsync(stream, Math.Max(acknowledged, await posting));
            }

            id = stream.LastEventId;
        }

        async Task ReadAsync(EventStreamTester stream, long last)
        {
            while (read < last)
            {
                Assert.Equal(read + 1, (await stream.NextAsync("message")).Sequence);
                read++;
            }
        }

        async Task ReadToEndAsync(EventStreamTester stream)
        {
            try
            {
                await ReadAsync(stream, long.MaxValue);
            }
            catch (IOException)
            {
                // The connection broke with the server, or ended.
            }
        }
    }

    /// <summary>Posts until the server is gone, or the test has enough.</summary>
    /// <returns>The last sequence that was acknowledged.</returns>
    private static async Task<long> PostAsync(HttpTester http, int term, CancellationToken enough)
    {
        var last = 0L;
        try
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                last = await http.SayAsync(Room, $"{term} {i}", "text");
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The server is gone.
        }

        return last;
    }
}
