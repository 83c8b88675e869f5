using Parley.Testing;

namespace Parley.Reliability.Tests.Checking;

/// <summary>The end of a test: starts a server on the same data, reads every room, stops the server and runs the checker.</summary>
internal static class FinalCheck
{
    private const int MaxViolations = 20;

    /// <summary>Fails with the violations, if there are any.</summary>
    /// <param name="data">The data directory; no server is running on it.</param>
    /// <param name="records">Every room that was used.</param>
    /// <param name="reproduce">How to reproduce a failure, for its message.</param>
    public static async Task RunAsync(string data, IReadOnlyList<RoomRecord> records, string reproduce)
    {
        var histories = new Dictionary<string, List<TextMessage>>();
        await using (var server = await ServerProcess.StartAsync(data: data))
        {
            foreach (var record in records)
            {
                histories[record.Room] = await FullRead.HistoryAsync(server, record.Room);
            }

            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
        }

        var rows = FullRead.Rows(data);
        var violations = records
            .SelectMany(record => Checker.Check(record, histories[record.Room], rows.GetValueOrDefault(record.Room, [])))
            .ToList();
        Assert.True(
            violations.Count == 0,
            $"{violations.Count} violations; {reproduce}\n{string.Join('\n', violations.Take(MaxViolations))}");
    }
}
