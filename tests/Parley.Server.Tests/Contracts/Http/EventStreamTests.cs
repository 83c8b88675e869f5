using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>A room's events as server-sent events.</summary>
public sealed class EventStreamTests(SharedServer shared) : IDisposable
{
    private readonly HttpTester _http = new(shared.Server.WebAddress);

    private static string Room => $"stream/{TestContext.Current.TestMethod!.MethodName}";

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Stream_OfANewRoom_FollowsItLive()
    {
        using var stream = await _http.StreamAsync(Room);
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", stream.Response.Headers.CacheControl!.ToString());
        Assert.Equal(["no"], stream.Response.Headers.GetValues("X-Accel-Buffering"));

        var joined = await stream.NextAsync("joined");
        Assert.InRange(int.Parse(joined.Retry, CultureInfo.InvariantCulture), 1_000, 3_000);
        Assert.Equal(Room, joined.Text("room"));
        Assert.Equal(("0", "0", "1"), (joined.Text("headSequence"), joined.Text("afterSequence"), joined.Text("floorSequence")));
        Assert.Equal(("", "CODE_UNSPECIFIED"), (joined.Text("kind"), joined.Text("code")));
        Assert.False(joined.Json.GetProperty("resumed").GetBoolean());
        Assert.Equal(
            ["room", "epoch", "headSequence", "afterSequence", "resumed", "floorSequence", "kind", "code"],
            joined.Json.EnumerateObject().Select(field => field.Name));

        for (var i = 1; i <= 3; i++)
        {
            await _http.SayAsync(Room, $"c{i}", $"text {i}\r\n\n");
            var @event = await stream.NextAsync("message");
            Assert.Equal((i, $"text {i}\r\n\n", ""), (@event.Sequence, @event.Message, @event.Retry));
            Assert.NotEqual("", @event.Id);
        }
    }

    [Fact]
    public async Task Event_OfAnyContent_IsTheJsonOfWhatGrpcAnswers()
    {
        var client = shared.Server.ConnectRooms();
        using var session = await SessionTester.GreetAsync(client, "ada");
        await session.JoinAsync(new Join { Room = Room, Create = new Create { Kind = "steps" } });
        var steps = new Content { Steps = new Steps { Steps_ = { ByteString.CopyFromUtf8("one"), ByteString.Empty } } };
        await client.PostAsync(
            new PostRequest { Room = Room, User = "ada", CommandId = "\n\u2028😀", ExpectedSequence = 1, Content = steps });

        using var stream = await _http.StreamAsync(Room, "?last=10");
        Assert.Equal("steps", (await stream.NextAsync("joined")).Text("kind"));

        foreach (var expected in (await client.ListEventsAsync(new ListEventsRequest { Room = Room, After = 0 })).Events)
        {
            Assert.Equal(expected, JsonParser.Default.Parse<Event>((await stream.NextAsync("message")).Data));
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("?last=0", "")]
    [InlineData("?last=2", "4 5")]
    [InlineData("?last=9223372036854775807", "1 2 3 4 5")]
    [InlineData("?after=3&epoch=EPOCH", "4 5")]
    [InlineData("?after=0&epoch=EPOCH", "1 2 3 4 5")]
    [InlineData("?after=3&epoch=unknown", "")]
    [InlineData("?after=6&epoch=EPOCH", "")]
    public async Task Stream_FromAnyPlace_BeginsThere(string query, string expected)
    {
        var room = $"{Room}-{query.Replace('?', '-').Replace('&', '-').Replace('=', '-')}";
        for (var i = 1; i <= 5; i++)
        {
            await _http.SayAsync(room, $"c{i}", "text");
        }

        var epoch = (await _http.GetAsync(HttpTester.In(room, "events"))).Text("epoch");
        using var stream = await _http.StreamAsync(room, query.Replace("EPOCH", epoch, StringComparison.Ordinal));
        var joined = await stream.NextAsync("joined");
        await _http.SayAsync(room, "new", "new");

        var sequences = new List<long>();
        StreamedEvent next;
        while ((next = await stream.NextAsync("message")).Message != "new")
        {
            sequences.Add(next.Sequence);
        }

        var live = next.Sequence;
        var isResumed = query.Contains("EPOCH", StringComparison.Ordinal) && expected.Length > 0;
        Assert.Equal(isResumed, joined.Json.GetProperty("resumed").GetBoolean());
        Assert.Equal(expected, string.Join(' ', sequences));
        Assert.Equal(joined.Text("headSequence"), $"{live - 1}");
    }

    [Fact]
    public async Task Stream_AfterAnyId_GoesOnRightAfterIt()
    {
        for (var i = 1; i <= 5; i++)
        {
            await _http.SayAsync(Room, $"c{i}", $"{i}");
        }

        var ids = new List<string>();
        using (var stream = await _http.StreamAsync(Room, "?last=5"))
        {
            while (ids.Count < 6)
            {
                ids.Add((await stream.NextAsync()).Id);
            }
        }

        for (var i = 0; i <= 5; i++)
        {
            // As a browser does, with the query that it had at first.
            using var stream = await _http.StreamAsync(Room, "?last=1", ids[i]);
            var joined = await stream.NextAsync("joined");
            Assert.True(joined.Json.GetProperty("resumed").GetBoolean());
            Assert.Equal((ids[i], $"{i}"), (joined.Id, joined.Text("afterSequence")));
            Assert.Equal(Enumerable.Range(i + 1, 5 - i).Select(next => $"{next}"), await stream.ReadTextsAsync(5 - i));
        }
    }

    [Fact]
    public async Task Stream_BrokenBeforeTheFirstEvent_MissesNothing()
    {
        await _http.SayAsync(Room, "c1", "before");
        string id;
        using (var stream = await _http.StreamAsync(Room))
        {
            id = (await stream.NextAsync("joined")).Id;
        }

        await _http.SayAsync(Room, "c2", "meanwhile");
        using var again = await _http.StreamAsync(Room, "", id);
        await again.NextAsync("joined");
        Assert.Equal(["meanwhile"], await again.ReadTextsAsync(1));
    }

    [Fact]
    public async Task Id_OfAnEvent_IsAPositionForSessionsToo()
    {
        await _http.SayAsync(Room, "c1", "one");
        await _http.SayAsync(Room, "c2", "two");
        using var stream = await _http.StreamAsync(Room, "?last=2");
        var epoch = (await stream.NextAsync("joined")).Text("epoch");
        var first = await stream.NextAsync("message");
        Assert.Equal($"1.{epoch}", first.Id);

        using var session = await SessionTester.GreetAsync(shared.Server.ConnectRooms(), "ada");
        var joined = await session.JoinAsync(new Join { Room = Room, After = new Position { Epoch = epoch, Sequence = 1 } });
        Assert.True(joined.Resumed);
    }

    [Fact]
    public async Task Reader_OfAStream_IsNotAMember()
    {
        using var stream = await _http.StreamAsync(Room);
        await stream.NextAsync("joined");

        Assert.Equal(0, (await _http.GetAsync(HttpTester.In(Room, "members"))).Json.GetProperty("memberCount").GetInt32());
        using var session = await SessionTester.JoinAsync(shared.Server.ConnectRooms(), "ada", Room);
        Assert.Single((await shared.Server.ConnectRooms().ListMembersAsync(new ListMembersRequest { Room = Room })).Members);
    }

    [Fact]
    public async Task NoWaiting_ReaderThatStops_DelaysNobodyAndMissesNothing()
    {
        const int Events = 600;
        var text = new string('x', 16_000);
        using var stopped = await _http.StreamAsync(Room);
        using var reading = await _http.StreamAsync(Room);
        await reading.NextAsync("joined");
        for (var i = 1; i <= Events; i++)
        {
            await _http.SayAsync(Room, $"c{i}", text);
            Assert.Equal(i, (await reading.NextAsync("message")).Sequence);
        }

        await stopped.NextAsync("joined");
        for (var i = 1; i <= Events; i++)
        {
            Assert.Equal(i, (await stopped.NextAsync("message")).Sequence);
        }

        await _http.SayAsync(Room, "live", "live again");
        Assert.Equal(["live again"], await stopped.ReadTextsAsync(1));
    }

    [Fact]
    public async Task Silence_OfARoom_IsFilledWithPings()
    {
        await using var server = await ServerProcess.StartAsync(environment: [new("PARLEY_SESSION__HEARTBEAT_SECONDS", "1")]);
        using var http = new HttpTester(server.WebAddress);
        using var stream = await http.StreamAsync(Room);
        await stream.NextAsync("joined");

        await stream.ReadCommentAsync();
        await stream.ReadCommentAsync();
        await http.SayAsync(Room, "c1", "after pings");

        Assert.Equal(["after pings"], await stream.ReadTextsAsync(1));
        Assert.All(stream.Comments, comment => Assert.Equal(": ping", comment));
    }

    [Fact]
    public async Task Id_OfALogThatWasLost_IsNotResumed()
    {
        await using var other = await ServerProcess.StartAsync();
        using var http = new HttpTester(other.WebAddress);
        await http.SayAsync(Room, "c1", "elsewhere");
        using var elsewhere = await http.StreamAsync(Room, "?last=1");
        await elsewhere.NextAsync("joined");
        var id = (await elsewhere.NextAsync("message")).Id;
        await _http.SayAsync(Room, "c1", "here");

        using var stream = await _http.StreamAsync(Room, "", id);
        var joined = await stream.NextAsync("joined");

        Assert.False(joined.Json.GetProperty("resumed").GetBoolean());
        Assert.Equal("1", joined.Text("afterSequence"));
    }

    [Fact]
    public async Task Erasure_OfAnEvent_IsSeenLiveAndByThoseWhoComeLater()
    {
        var data = Directory.CreateTempSubdirectory("parley-test-");
        try
        {
            await EraseAsync(data);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task EraseAsync(DirectoryInfo data)
    {
        await using var server = await ServerProcess.StartAsync(data: data.FullName);
        using var http = new HttpTester(server.WebAddress);
        using var live = await http.StreamAsync("erased");
        await http.SayAsync("erased", "c1", "secret");
        await live.NextAsync("joined");
        Assert.Equal(["secret"], await live.ReadTextsAsync(1));

        await using var erase = TestProcess.StartParley(["erase", "--room", "erased", "1", "--data", data.FullName]);
        await erase.SucceedAsync();

        var erasure = (await live.NextAsync("message")).Json.GetProperty("content").GetProperty("erasure");
        Assert.Equal("1", erasure.GetProperty("sequences")[0].GetString());
        using var later = await http.StreamAsync("erased", "?last=5");
        await later.NextAsync("joined");
        Assert.Equal(JsonValueKind.Object, (await later.NextAsync("message")).Json.GetProperty("content").GetProperty("erased").ValueKind);
    }
}
