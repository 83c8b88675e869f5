using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Retention;
using Parley.Rooms.Access;
using Parley.Rooms.Contents;
using Parley.Server.Contracts.Http;
using Parley.Server.Contracts.Rooms;
using Parley.Server.Tests.Access;
using Parley.Server.Tests.Hosting;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>The HTTP paths of a host's own application, over HTTP/2.</summary>
public sealed class EmbeddedHttpTests
{
    private const string Room = "a/b";
    private static readonly string[] RoomPaths = ["posts", "events", "members", "stream"];

    [Theory]
    [InlineData(RoomAction.Post, "posts")]
    [InlineData(RoomAction.Read, "events")]
    [InlineData(RoomAction.ListMembers, "members")]
    [InlineData(RoomAction.Join, "stream")]
    public async Task Refusal_OfAnAction_ClosesItsPathAndNoOther(RoomAction action, string closed)
    {
        await using var server = await EmbeddedServer.StartAsync(parley =>
            parley.UseMemory().Services.Replace(ServiceDescriptor.Singleton<IRoomAccess>(new RefusingAccess(action, Room))));
        using var http = Open(server);
        foreach (var path in RoomPaths)
        {
            var isClosed = false;
            if (path == "stream" && path != closed)
            {
                using var stream = await http.StreamAsync(Room);
                await stream.NextAsync("joined");
            }
            else
            {
                var reply = path == "posts"
                    ? await http.PostJsonAsync(
                        HttpTester.In(Room, path), """{"user":"ada","commandId":"c","content":{"message":{"text":"a"}}}""")
                    : await http.GetAsync(HttpTester.In(Room, path));
                isClosed = reply.Status == HttpStatusCode.Forbidden;
                Assert.True(!isClosed || (reply.Code, reply.Reason) == ("CODE_FORBIDDEN", RefusingAccess.Reason), reply.Body);
            }

            Assert.Equal(path == closed, isClosed);
        }
    }

    [Fact]
    public async Task ListRooms_LeavesOutWhatMayNotBeRead()
    {
        await using var server = await EmbeddedServer.StartAsync(parley =>
            parley.UseMemory().Services.Replace(ServiceDescriptor.Singleton<IRoomAccess>(new RefusingAccess(RoomAction.Read, Room))));
        using var http = Open(server);
        await http.SayAsync(Room, "c1", "hidden");
        await http.SayAsync("z", "c1", "shown");

        var rooms = (await http.GetAsync("/v1/rooms")).Json.GetProperty("rooms");

        Assert.Equal("z", Assert.Single(rooms.EnumerateArray()).GetProperty("room").GetString());
    }

    [Fact]
    public async Task Room_OfAnUnknownKind_CanBeListedButNotStreamed()
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory());
        var created = new CreatedContent("mystery", 1, ReadOnlyMemory<byte>.Empty).Encode();
        var log = server.Services.GetRequiredService<IRoomLog>();
        await log.AppendAsync([new AppendBatch(Room, [new(1, "ada", DateTimeOffset.UnixEpoch, created, "c")])]);
        using var http = Open(server);

        var stream = await http.GetAsync(HttpTester.In(Room, "stream"));
        Assert.Equal((HttpStatusCode.Conflict, "CODE_KIND_UNKNOWN"), (stream.Status, stream.Code));
        Assert.Contains("ListEvents", stream.Reason, StringComparison.Ordinal);
        Assert.Equal("1", (await http.GetAsync(HttpTester.In(Room, "events"))).Text("headSequence"));
        Assert.Equal(0, server.Services.GetRequiredService<FeedDirectory>().Count);
        Assert.Null(server.Services.GetRequiredService<StreamEpochs>().Find(Room));
    }

    [Fact]
    public async Task Stream_BelowTheFloor_SaysSoAndBeginsWithTheOldest()
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory().Services
            .Configure<RetentionOptions>(retention => retention.Keep = [$"{Room}=5events"]));
        using var http = Open(server);
        using var first = await http.StreamAsync(Room);
        var id = (await first.NextAsync("joined")).Id;
        for (var i = 1; i <= 20; i++)
        {
            await http.SayAsync(Room, $"c{i}", $"{i}");
        }

        await server.Services.GetRequiredService<RoomRetention>().RunAsync(CancellationToken.None);

        using var stream = await http.StreamAsync(Room, "", id);
        var joined = await stream.NextAsync("joined");
        Assert.Equal(("CODE_BELOW_FLOOR", "16", "15"), (joined.Text("code"), joined.Text("floorSequence"), joined.Text("afterSequence")));
        Assert.False(joined.Json.GetProperty("resumed").GetBoolean());
        Assert.Equal("16", (await stream.ReadTextsAsync(1))[0]);
        var page = await http.GetAsync(HttpTester.In(Room, $"events?after=0&epoch={joined.Text("epoch")}"));
        Assert.Equal(("CODE_BELOW_FLOOR", "16"), (page.Text("code"), page.Text("floorSequence")));
    }

    [Fact]
    public async Task EncodeOncePerFormat_ManyStreams_ShareOneFeedAndLeaveNothing()
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory());
        var feeds = server.Services.GetRequiredService<FeedDirectory>();
        using var http = Open(server);
        var streams = new List<EventStreamTester>();
        for (var i = 0; i < 20; i++)
        {
            streams.Add(await http.StreamAsync(Room));
            await streams[i].NextAsync("joined");
        }

        Assert.Equal(1, feeds.Count);
        await http.SayAsync(Room, "c1", "hello");
        foreach (var stream in streams)
        {
            Assert.Equal(["hello"], await stream.ReadTextsAsync(1));
            stream.Dispose();
        }

        while (feeds.Count > 0)
        {
            await Task.Yield();
        }

        // The epoch is freed after the feed.
        while (server.Services.GetRequiredService<StreamEpochs>().Find(Room) is not null)
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Stream_StoppedHost_EndsWithTheReason()
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory());
        using var http = Open(server);
        using var stream = await http.StreamAsync(Room);
        await stream.NextAsync("joined");

        var stopping = server.StopAsync();

        Assert.Equal("CODE_SHUTTING_DOWN", (await stream.NextAsync("left")).Text("code"));
        Assert.Null(await stream.TryNextAsync());
        await stopping;
    }

    [Fact]
    public async Task Page_UnreadOverHttp_KeepsItsTurnUntilItTimesOut()
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory().Services.Configure<PageOptions>(pages =>
            (pages.MaxInFlight, pages.MaxPerConnection, pages.TimeoutSeconds) = (1, 1, 1)));
        using var http = Open(server);
        for (var i = 0; i < 60; i++)
        {
            await http.SayAsync(Room, $"c{i}", new string('x', 16_000));
        }

        var path = HttpTester.In(Room, "events?after=0&pageSize=1000");
        using var client = new HttpClient
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var unread = await client.GetAsync(new Uri(server.Address + path), HttpCompletionOption.ResponseHeadersRead);

        var page = await http.GetAsync(path);

        Assert.Equal(60, page.Json.GetProperty("events").GetArrayLength());
        await Assert.ThrowsAnyAsync<Exception>(() => unread.Content.ReadAsByteArrayAsync()).Within("the reset");
    }

    [Theory]
    [InlineData("/v1/rooms", 401)]
    [InlineData("/v1/nothing", 401)]
    [InlineData("/v1/openapi.json", 401)]
    [InlineData("/v1/own", 200)]
    [InlineData("/own/rooms/a%2Fb/events", 200)]
    public async Task Host_WithRoutesAndMiddlewareOfItsOwn_KeepsThem(string path, int status)
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory(), app =>
        {
            app.UseRouting();
            app.Use((http, next) =>
            {
                if (http.GetEndpoint()?.Metadata.GetMetadata<string>() == "closed")
                {
                    http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                }

                return next(http);
            });
            app.MapGroup("").MapParley().WithMetadata("closed");
            app.MapGet("/v1/{name:length(3)}", () => "own");
            app.MapGroup("/own").MapGet("/rooms/{room}/events", (string room) => room);
        }, maps: false);
        using var http = Open(server);

        Assert.Equal(status, (int)(await http.GetAsync(path)).Status);
    }

    /// <summary>Streams come and go while events are encoded for them: nobody misses one, and no feed fails.</summary>
    [Fact]
    public async Task OneCut_StreamsThatComeAndGoWhileEventsArrive_MissNothing()
    {
        await using var server = await EmbeddedServer.StartAsync(parley => parley.UseMemory());
        using var http = Open(server);
        using var end = new CancellationTokenSource();
        var posting = Task.Run(async () =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                await http.SayAsync(Room, $"c{i}", $"{i}");
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var id = "";
            for (var i = 0; i < 25; i++)
            {
                using var stream = await http.StreamAsync(Room, "", id);
                var joined = await stream.NextAsync("joined");
                Assert.Equal(i > 0, joined.Json.GetProperty("resumed").GetBoolean());
                for (var next = 1; next <= 3; next++)
                {
                    var @event = await stream.NextAsync("message");
                    Assert.Equal(long.Parse(joined.Text("afterSequence")) + next, @event.Sequence);
                }

                id = stream.LastEventId;
            }
        })));

        await end.CancelAsync();
        await posting;
    }

    [Fact]
    public void Write_RoomWithoutStreams_IsNotShown()
    {
        var epochs = new StreamEpochs();
        var format = new StreamEventFormat(epochs);
        var @event = new Parley.Rooms.RoomEvent(1, "ada", DateTimeOffset.UnixEpoch, MessageContent.Encode("a"u8), "c");
        var kept = epochs.Keep(Room, "epoch");
        var other = epochs.Keep(Room, "epoch");
        var frame = new byte[format.Measure(Room, @event)];
        format.Write(Room, @event, frame);
        Assert.StartsWith("id: 1.epoch\ndata: {", System.Text.Encoding.UTF8.GetString(frame), StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", System.Text.Encoding.UTF8.GetString(frame), StringComparison.Ordinal);

        kept.Dispose();
        Assert.Equal(frame.Length, format.Measure(Room, @event));
        other.Dispose();

        Assert.Equal(0, format.Measure(Room, @event));
        format.Write(Room, @event, frame);
        Assert.All(frame, value => Assert.Equal(0, value));
    }

    private static HttpTester Open(EmbeddedServer server) => new(server.Address, HttpVersion.Version20);
}
