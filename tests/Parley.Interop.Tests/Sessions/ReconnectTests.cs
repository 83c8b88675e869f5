using System.Globalization;
using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>Session clients whose servers end and whose connections break while they post.</summary>
[Collection(nameof(SessionCollection))]
public sealed class ReconnectTests(SharedServer shared, ITestOutputHelper output)
{
    private const int Burst = 200;

    private static readonly KeyValuePair<string, string?>[] QuickHeartbeat = [new("PARLEY_SESSION__HEARTBEAT_SECONDS", "1")];

    private static int Kills => LongRun.IsWanted ? 30 : 4;

    // A WebSocket's message counts only once it is complete, and all events that a client has missed can come in one message.
    private static int MaxBytes(string language) => language == Languages.TypeScript ? 200_000 : 40_000;

    private static int Cuts => LongRun.IsWanted ? 1_000 : 60;

    [Theory]
    [InlineData(Languages.Go, "KILL")]
    [InlineData(Languages.Python, "KILL")]
    [InlineData(Languages.Go, "TERM")]
    [InlineData(Languages.Python, "TERM")]
    [InlineData(Languages.TypeScript, "KILL")]
    [InlineData(Languages.TypeScript, "TERM")]
    public async Task Server_EndsUnderLoad_AcceptedPostsAreThereOnce(string language, string signal)
    {
        const string Room = "restarts";
        var random = new Random(Seed());
        var data = Directory.CreateTempSubdirectory("parley-test-");
        var server = await ServerProcess.StartAsync(data: data.FullName);
        await using var relay = new Relay(Languages.AddressFor(language, server));
        await using var ada = await SessionClient.JoinAsync(language, relay.Address, "ada", Room);
        await using var bob = await SessionClient.JoinAsync(language, relay.Address, "bob", Room);

        for (var round = 0; round < Kills; round++)
        {
            var accepted = (round * Burst) + 1 + random.Next(Burst);
            await Task.WhenAll(ada.PostAsync(Texts("ada", round)), bob.PostAsync(Texts("bob", round)));
            await Task.WhenAll(
                ada.ReadUntilAsync(() => ada.Accepted.Count >= accepted), bob.ReadUntilAsync(() => bob.Accepted.Count >= round * Burst));
            server.Process.Signal(signal);
            await server.Process.WaitForExitAsync();
            await server.DisposeAsync();
            server = await ServerProcess.StartAsync(data: data.FullName);
            relay.Target = Languages.AddressFor(language, server);
        }

        Assert.Equal(0, await ada.LeaveAsync());
        Assert.Equal(0, await bob.LeaveAsync());
        var log = await RoomLog.ReadAsync(server.GrpcAddress, Room);
        await AssertSawAsync(relay, ada, bob, log);
        await server.DisposeAsync();
        data.Delete(recursive: true);

        async Task AssertSawAsync(Relay relay, SessionClient ada, SessionClient bob, List<SessionEvent> log)
        {
            // Each client left once its own posts were there, so it may have missed the other's last events.
            await using var all = await SessionClient.JoinAsync(language, relay.Address, "eve", Room, "--last", "1000000");
            await all.ReadEventsAsync(log.Count);
            Assert.Equal(log, all.Events);
            RoomLog.AssertSaw(ada, "ada", Rounds("ada"), [.. log.Take(ada.Events.Count)]);
            RoomLog.AssertSaw(bob, "bob", Rounds("bob"), [.. log.Take(bob.Events.Count)]);
        }

        static IEnumerable<string> Rounds(string user) => Enumerable.Range(0, Kills).SelectMany(round => Texts(user, round));
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.TypeScript)]
    public async Task Connection_CutManyTimes_ClientHasExactlyTheLog(string language)
    {
        var room = $"cuts-{language}";
        await using var relay = new Relay(Languages.AddressFor(language, shared.Server), Cuts, Seed(), MaxBytes(language));
        await using var bob = await SessionClient.JoinAsync(language, Languages.AddressFor(language, shared.Server), "bob", room);
        await using var ada = await SessionClient.JoinAsync(language, relay.Address, "ada", room, "--last", "0");
        var rounds = 0;

        for (; !relay.HasCutAll; rounds++)
        {
            await Task.WhenAll(ada.PostAsync(Texts("ada", rounds)), bob.PostAsync(Texts("bob", rounds)));
            var events = 2 * Burst * (rounds + 1);
            await Task.WhenAll(ada.ReadEventsAsync(events), bob.ReadEventsAsync(events));
        }

        output.WriteLine($"{Cuts} cuts in {rounds} rounds");
        Assert.Equal(0, await ada.LeaveAsync());
        Assert.Equal(0, await bob.LeaveAsync());
        var log = await RoomLog.ReadAsync(shared.Server.GrpcAddress, room);
        Assert.Equal(2 * Burst * rounds, log.Count);
        RoomLog.AssertSaw(ada, "ada", Enumerable.Range(0, rounds).SelectMany(round => Texts("ada", round)), log);
        RoomLog.AssertSaw(bob, "bob", Enumerable.Range(0, rounds).SelectMany(round => Texts("bob", round)), log);
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.TypeScript)]
    public async Task Connection_SilentButOpen_IsReplacedAfterTwoHeartbeats(string language)
    {
        await using var server = await ServerProcess.StartAsync(environment: QuickHeartbeat);
        await using var relay = new Relay(Languages.AddressFor(language, server));
        await using var ada = await SessionClient.JoinAsync(language, relay.Address, "ada", "silent");
        await ada.PostAsync("before");
        await ada.ReadEventsAsync(1);

        relay.Freeze();
        await ada.PostAsync("after");
        await ada.ReadEventsAsync(2);

        Assert.Equal(0, await ada.LeaveAsync());
        RoomLog.AssertSaw(ada, "ada", ["before", "after"], await RoomLog.ReadAsync(server.GrpcAddress, "silent"));
        Assert.Single(ada.Process.Errors);
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.TypeScript)]
    public async Task Epoch_New_IsReportedAndTheRoomContinues(string language)
    {
        var first = await ServerProcess.StartAsync();
        await using var relay = new Relay(Languages.AddressFor(language, first));
        await using var ada = await SessionClient.JoinAsync(language, relay.Address, "ada", "reset");
        await ada.PostAsync("in the first log", "and again");
        await ada.ReadUntilAsync(() => ada.Events.Count == 2 && ada.Accepted.Count == 2);

        await using var second = await ServerProcess.StartAsync();
        relay.Target = Languages.AddressFor(language, second);
        await first.DisposeAsync();
        await ada.ReadUntilAsync(() => ada.Resets == 1);
        await ada.PostAsync("in the second");
        await ada.ReadUntilAsync(() => ada.Events.Count == 3);

        Assert.Equal(0, await ada.LeaveAsync());
        Assert.Equal(await RoomLog.ReadAsync(second.GrpcAddress, "reset"), ada.Events.Skip(2));
        Assert.EndsWith(":1", ada.Position, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Languages.Go)]
    [InlineData(Languages.Python)]
    [InlineData(Languages.TypeScript)]
    public async Task HonestResume_CopyOfTheDirectoryPutBack_IsReportedAndTheRoomContinues(string language)
    {
        var data = Directory.CreateTempSubdirectory("parley-test-").FullName;
        var copy = Directory.CreateTempSubdirectory("parley-test-").FullName;
        var first = await ServerProcess.StartAsync(data: data);
        await using var relay = new Relay(Languages.AddressFor(language, first));
        await using var ada = await SessionClient.JoinAsync(language, relay.Address, "ada", "copied");
        await ada.PostAsync("kept");
        await ada.ReadEventsAsync(1);
        Copy(data, copy);
        await ada.PostAsync("lost");
        await ada.ReadUntilAsync(() => ada.Events.Count == 2 && ada.Accepted.Count == 2);
        first.Process.Signal("KILL");
        await first.DisposeAsync();
        Directory.Delete(data, recursive: true);

        await using var second = await ServerProcess.StartAsync(data: copy);
        relay.Target = Languages.AddressFor(language, second);
        await ada.ReadUntilAsync(() => ada.Resets == 1);
        await ada.PostAsync("after");
        await ada.ReadUntilAsync(() => ada.Events.Count == 3);

        Assert.Equal(0, await ada.LeaveAsync());
        Assert.Equal(["kept", "lost", "after"], ada.Events.Select(@event => @event.Text));
        Assert.Equal(["kept", "after"], (await RoomLog.ReadAsync(second.GrpcAddress, "copied")).Select(@event => @event.Text));
        await second.DisposeAsync();
        Directory.Delete(copy, recursive: true);
    }

    /// <summary>Copies a log that nobody writes to just now. The lock is not copied.</summary>
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "parley.db*"))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }

    private static IEnumerable<string> Texts(string user, int round) => Enumerable.Range(0, Burst).Select(i => $"{user} {round}.{i}");

    private int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"repeat with TEST_SEED={seed}");
        return seed;
    }
}
