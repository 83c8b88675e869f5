using System.Net;
using System.Text.Json;
using Google.Protobuf;
using Parley.Protocol.V1;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>The unary calls as JSON: what they answer is what gRPC answers.</summary>
public sealed class HttpCallTests(SharedServer shared) : IDisposable
{
    private static readonly string[] Steps = ["aGVsbG8=", ""];

    private readonly HttpTester _http = new(shared.Server.WebAddress);
    private readonly RoomService.RoomServiceClient _client = shared.Server.ConnectRooms();

    private static string Room => $"http-{TestContext.Current.TestMethod!.MethodName}";

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("http/a/b")]
    [InlineData("http#tag")]
    [InlineData("http:a@b+c")]
    [InlineData("http//")]
    [InlineData("http-_.")]
    public async Task Post_AnyRoomName_ReachesThatRoom(string room)
    {
        Assert.Equal(1, await _http.SayAsync(room, "c1", "hello"));

        var page = await _client.ListEventsAsync(new ListEventsRequest { Room = room, After = 0 });
        Assert.Equal((room, "hello"), (page.Events.Single().Room, page.Events.Single().Content.Message.Text));
        var reply = await _http.GetAsync(HttpTester.In(room, "events"));
        Assert.Equal(room, reply.Json.GetProperty("events")[0].GetProperty("room").GetString());
    }

    [Fact]
    public async Task Post_WithoutASession_ReachesSessions()
    {
        using var session = await SessionTester.JoinAsync(_client, "bob", Room);

        await _http.SayAsync(Room, "c1", "hello");

        var @event = (await session.UntilAsync(ServerFrame.FrameOneofCase.Event)).Event;
        Assert.Equal(("ada", "c1", "hello"), (@event.User, @event.CommandId, @event.Content.Message.Text));
    }

    [Fact]
    public async Task Post_Again_MakesNoSecondEvent()
    {
        Assert.Equal(1, await _http.SayAsync(Room, "c1", "hello"));
        Assert.Equal(1, await _http.SayAsync(Room, "c1", "hello"));
        Assert.Equal(2, await _http.SayAsync(Room, "c2", "hello"));
    }

    [Theory]
    [InlineData("""{"user":"ada","command_id":"c","content":{"message":{"text":""}},"expected_sequence":0}""")]
    [InlineData("""{"user":"ada","commandId":"c","content":{"message":{"text":""}},"expectedSequence":"0"}""")]
    [InlineData("""{"user":"ada","commandId":"c","content":{"message":{}}}""")]
    [InlineData(""" { "content" : { "message" : { "text" : null } } , "user" : "ada" , "commandId" : "\u0063" } """)]
    public async Task Post_AnyFormOfTheJsonMapping_IsAccepted(string body)
    {
        var room = $"{Room}-{body.Length}";

        var reply = await _http.PostJsonAsync(HttpTester.In(room, "posts"), body);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("1", reply.Text("sequence"));
    }

    [Fact]
    public async Task ListEvents_AnyContent_IsTheJsonOfWhatGrpcAnswers()
    {
        using var session = await SessionTester.GreetAsync(_client, "ada");
        await session.JoinAsync(new Join { Room = Room, Create = new Create { Kind = "steps" } });
        var steps = JsonSerializer.Serialize(new
        {
            user = "ada",
            commandId = "\u0001 \u202e é 😀 \"",
            expectedSequence = "1",
            content = new { steps = new { steps = Steps } },
        });
        Assert.Equal("2", (await _http.PostJsonAsync(HttpTester.In(Room, "posts"), steps)).Text("sequence"));

        var reply = await _http.GetAsync(HttpTester.In(Room, "events?after=0"));

        var expected = await _client.ListEventsAsync(new ListEventsRequest { Room = Room, After = 0 });
        Assert.Equal(2, expected.Events.Count);
        Assert.Equal(expected, JsonParser.Default.Parse<ListEventsResponse>(reply.Body));
        Assert.DoesNotContain("\u202e", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListEvents_EmptyRoom_ShowsEveryField()
    {
        var json = (await _http.GetAsync(HttpTester.In(Room, "events"))).Json;

        Assert.Equal(0, json.GetProperty("events").GetArrayLength());
        Assert.Equal("0", json.GetProperty("headSequence").GetString());
        Assert.Equal("1", json.GetProperty("floorSequence").GetString());
        Assert.False(json.GetProperty("resumed").GetBoolean());
        Assert.Equal("CODE_UNSPECIFIED", json.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("", "1 2 3 4 5")]
    [InlineData("?pageSize=2", "4 5")]
    [InlineData("?after=0&pageSize=2", "1 2")]
    [InlineData("?after=3", "4 5")]
    [InlineData("?before=3&pageSize=1", "2")]
    [InlineData("?pageSize=0", "1 2 3 4 5")]
    [InlineData("?after=9223372036854775807", "")]
    public async Task ListEvents_Page_IsTheOneAskedFor(string query, string sequences)
    {
        for (var i = 1; i <= 5; i++)
        {
            await _http.SayAsync(Room, $"c{i}", $"{i}");
        }

        var reply = await _http.GetAsync(HttpTester.In(Room, $"events{query}"));

        var events = reply.Json.GetProperty("events").EnumerateArray();
        Assert.Equal(sequences, string.Join(' ', events.Select(@event => @event.GetProperty("sequence").GetString())));
    }

    [Fact]
    public async Task ListEvents_WithTheEpoch_SaysWhetherItStillHolds()
    {
        await _http.SayAsync(Room, "c1", "one");
        var epoch = (await _http.GetAsync(HttpTester.In(Room, "events"))).Text("epoch");

        Assert.True((await _http.GetAsync(HttpTester.In(Room, $"events?after=1&epoch={epoch}"))).Json.GetProperty("resumed").GetBoolean());
        Assert.False((await _http.GetAsync(HttpTester.In(Room, $"events?after=2&epoch={epoch}"))).Json.GetProperty("resumed").GetBoolean());
        Assert.False((await _http.GetAsync(HttpTester.In(Room, "events?after=1&epoch=x"))).Json.GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public async Task ListMembers_Pages_HaveEverybodyByName()
    {
        using var ada = await SessionTester.JoinAsync(_client, "ada lovelace", Room);
        using var bob = await SessionTester.JoinAsync(_client, "bob+", Room);
        using var zoe = await SessionTester.JoinAsync(_client, "zoë", Room);

        Assert.Equal("ada lovelace", await NameAsync(""));
        Assert.Equal("bob+", await NameAsync("&after=ada+lovelace"));
        Assert.Equal("zoë", await NameAsync("&after=bob%2B"));
        Assert.Equal("", await NameAsync("&after=zo%C3%AB"));

        async Task<string> NameAsync(string after)
        {
            var json = (await _http.GetAsync(HttpTester.In(Room, $"members?pageSize=1{after}"))).Json;
            Assert.Equal(3, json.GetProperty("memberCount").GetInt32());
            return string.Concat(json.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("user").GetString()));
        }
    }

    [Fact]
    public async Task ListRooms_AfterAName_GoesOnThere()
    {
        await _http.SayAsync("http-rooms/1", "c1", "hello");
        await _http.SayAsync("http-rooms/2", "c1", "hello");

        var json = (await _http.GetAsync("/v1/rooms?after=http-rooms%2f1&pageSize=1")).Json.GetProperty("rooms")[0];

        Assert.Equal("http-rooms/2", json.GetProperty("room").GetString());
        Assert.Equal("1", json.GetProperty("headSequence").GetString());
        Assert.Equal("chat", json.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Answer_OfAnyPath_IsNeitherKeptNorGuessed()
    {
        foreach (var path in new[] { "/v1/rooms", "/v1/openapi.json", "/v1/nothing", HttpTester.In("no name", "events") })
        {
            var reply = await _http.GetAsync(path);
            Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
            Assert.Equal(["nosniff"], reply.Headers.GetValues("X-Content-Type-Options"));
        }
    }
}
