using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Sessions;

public sealed class ResumeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Resume_AfterAThousandCuts_HasExactlyTheRoomsLog()
    {
        const int Clients = 10;
        const int Cuts = 100;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var given) ? given : Random.Shared.Next();
        var data = new DataDirectory();
        var reproduce = $"reproduce with TEST_SEED={seed}; data in {data.Path}";
        output.WriteLine(reproduce);
        List<RoomRecord> records = [new("cut-0"), new("cut-1")];
        var clients = Enumerable.Range(0, Clients).Select(i => new ResumingSession(records[i % 2], $"client-{i}", writes: true)).ToList();
        await using (var server = await ServerProcess.StartAsync(data: data.Path))
        {
            await Task.WhenAll(clients.Select((client, i) => Task.Run(async () =>
            {
                var random = new Random(seed + i);
                for (var cut = 0; cut < Cuts; cut++)
                {
                    var end = await client.RunAsync(server, 1 + random.Next(60));
                    Assert.True(end is null, $"{end}; {reproduce}");
                }
            })));
            await Task.WhenAll(clients.Select(client => client.FinishAsync(server))).Within($"every client to finish, {reproduce}");
            server.Process.Signal("TERM");
            Assert.Equal(0, await server.Process.WaitForExitAsync());
            Assert.Empty(server.Process.Failures);
        }

        output.WriteLine($"{records.Sum(record => record.Accepted.Count)} accepted, {clients.Sum(client => client.Retries)} sent again");
        await FinalCheck.RunAsync(data.Path, records, reproduce);
        data.Delete();
    }
}
