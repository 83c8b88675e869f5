using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Contracts.Http;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>Whatever is wrong with a request, the answer says it in JSON, with a status, a code, and what to do.</summary>
public sealed class HttpRefusalTests(SharedServer shared) : IDisposable
{
    private const string Posts = "/v1/rooms/http-refused/posts";
    private const string Events = "/v1/rooms/http-refused/events";
    private const string Stream = "/v1/rooms/http-refused/stream";
    private const string Valid = """{"user":"ada","commandId":"c","content":{"message":{"text":"hello"}}}""";

    private readonly HttpTester _http = new(shared.Server.WebAddress);

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("", "CODE_INVALID", "The body is empty")]
    [InlineData(" ", "CODE_INVALID", "not valid JSON")]
    [InlineData("{", "CODE_INVALID", "not valid JSON")]
    [InlineData("[]", "CODE_INVALID", "The body must be a JSON object")]
    [InlineData("null", "CODE_INVALID", "The body must be a JSON object")]
    [InlineData("{} {}", "CODE_INVALID", "not valid JSON")]
    [InlineData("{}", "CODE_INVALID", "no content")]
    [InlineData("""{"content":{}}""", "CODE_INVALID", "no content")]
    [InlineData("""{"content":null}""", "CODE_INVALID", "'content' is null")]
    [InlineData(
        """{"user":"ada","commandId":"null","content":{"message":{"text":"a"}},"expectedSequence":null}""",
        "CODE_INVALID", "'expectedSequence' is null")]
    [InlineData("""{"content":7}""", "CODE_INVALID", "'content' must be a JSON object")]
    [InlineData("""{"content":{"message":"hello"}}""", "CODE_INVALID", "'content.message' must be a JSON object")]
    [InlineData("""{"user":"ada","user":"bob"}""", "CODE_INVALID", "not valid JSON")]
    [InlineData("""{"commandId":"c","command_id":"c"}""", "CODE_INVALID", "'commandId' is given twice")]
    [InlineData("""{"content":{"message":{"text":"a"},"erased":{}}}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"room":"http-refused"}""", "CODE_INVALID", "The room is in the path")]
    [InlineData("""{"user":7}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"user":"\ud800"}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"\ud800":"ada"}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"expectedSequence":"one"}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"expectedSequence":1.5}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"expectedSequence":1e99}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"expectedSequence":9223372036854775808}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"content":{"custom":{"data":"%"}}}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"content":{"steps":{"steps":{}}}}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"content":{"steps":{"steps":[null]}}}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"content":{"erasure":{"sequences":[[1]]}}}""", "CODE_INVALID", "not a valid parley.v1.PostRequest")]
    [InlineData("""{"expectedSeqence":1}""", "CODE_UNKNOWN_FRAME", "'expectedSeqence'")]
    [InlineData("""{"content":{"picture":{}}}""", "CODE_UNKNOWN_FRAME", "'content.picture'")]
    [InlineData("""{"content":{"message":{"text":"a","bold":true}}}""", "CODE_UNKNOWN_FRAME", "'content.message.bold'")]
    [InlineData("""{"user":"a b ","commandId":"c","content":{"message":{"text":"a"}}}""", "CODE_INVALID", "user")]
    [InlineData("""{"user":"ada","content":{"message":{"text":"a"}}}""", "CODE_COMMAND_ID_INVALID", "command id")]
    [InlineData("""{"user":"ada","commandId":"c","content":{"created":{"kind":"chat"}}}""", "CODE_INVALID", "not created by a post")]
    public async Task Post_BadBody_IsRefused(string body, string code, string reason)
    {
        var reply = await _http.PostJsonAsync(Posts, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Code));
        Assert.Contains(reason, reply.Reason, StringComparison.Ordinal);
        Assert.False(reply.Json.TryGetProperty("retryAfterMs", out _));
    }

    [Fact]
    public async Task Post_NotUtf8_IsRefused()
    {
        byte[] body = [.. "{\"user\":\""u8, 0xE9, .. "\"}"u8];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");

        var reply = await _http.SendAsync(HttpMethod.Post, Posts, content);

        Assert.Equal((HttpStatusCode.BadRequest, "CODE_INVALID"), (reply.Status, reply.Code));
        Assert.Contains("not UTF-8", reply.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_DeeplyNested_IsRefused()
    {
        var reply = await _http.PostJsonAsync(Posts, string.Concat(Enumerable.Repeat("{\"content\":", 10_000)));

        Assert.Equal((HttpStatusCode.BadRequest, "CODE_INVALID"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json, text/plain")]
    [InlineData("nonsense")]
    public async Task Post_WrongType_IsRefused(string? type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Valid));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        var reply = await _http.SendAsync(HttpMethod.Post, Posts, content);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "CODE_INVALID"), (reply.Status, reply.Code));
        Assert.Contains("Content-Type: application/json", reply.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON; charset=UTF-8")]
    [InlineData("application/json;charset=\"utf-8\"")]
    public async Task Post_JsonInUtf8_IsAccepted(string type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Valid));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(HttpStatusCode.OK, (await _http.SendAsync(HttpMethod.Post, "/v1/rooms/http-types/posts", content)).Status);
    }

    [Fact]
    public async Task Post_Compressed_IsRefused()
    {
        using var content = new StringContent(Valid, Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");

        var reply = await _http.SendAsync(HttpMethod.Post, Posts, content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.Status);
        Assert.Contains("without the header Content-Encoding", reply.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16_384, 200, "")]
    [InlineData(16_385, 413, "CODE_TEXT_TOO_LONG")]
    [InlineData(262_000, 413, "CODE_TEXT_TOO_LONG")]
    [InlineData(262_144, 413, "CODE_INVALID")]
    [InlineData(3_000_000, 413, "CODE_INVALID")]
    public async Task Post_LongText_IsRefusedByName(int length, int status, string code)
    {
        var body = Valid.Replace("hello", new string('x', length), StringComparison.Ordinal);

        foreach (var isChunked in new[] { false, true })
        {
            using HttpContent content = isChunked ? new ChunkedContent(body) : new StringContent(body, Encoding.UTF8, "application/json");
            var reply = await _http.SendAsync(HttpMethod.Post, $"/v1/rooms/http-long-{length}/posts", content);
            Assert.Equal(status, (int)reply.Status);
            Assert.True(code.Length == 0 || reply.Code == code, reply.Body);
        }
    }

    [Theory]
    [InlineData(Events + "?afer=1", "no parameter 'afer'. It has after, before, pageSize, epoch")]
    [InlineData(Events + "?After=1", "no parameter 'After'")]
    [InlineData(Events + "?after=1&after=1", "after is given twice")]
    [InlineData(Events + "?after=1&%61fter=1", "after is given twice")]
    [InlineData(Events + "?after=1&before=2", "exclude each other")]
    [InlineData(Events + "?after=", "after is ''")]
    [InlineData(Events + "?after", "after is ''")]
    [InlineData(Events + "?after=-1", "after is '-1'. It must be a whole number from 0")]
    [InlineData(Events + "?after=1.0", "after is '1.0'")]
    [InlineData(Events + "?after=%2B1", "after is '+1'")]
    [InlineData(Events + "?after=9223372036854775808", "after is '9223372036854775808'")]
    [InlineData(Events + "?before=x", "before is 'x'")]
    [InlineData(Events + "?pageSize=1001", "pageSize is '1001'. It must be a whole number from 0 to 1000")]
    [InlineData(Events + "?page_size=1", "no parameter 'page_size'")]
    [InlineData("/v1/rooms?room=a", "no parameter 'room'. It has after, pageSize")]
    [InlineData("/v1/rooms/http-refused/members?before=a", "no parameter 'before'")]
    [InlineData("/v1/openapi.json?x=1", "no parameter 'x', nor any other")]
    [InlineData(Stream + "?after=1", "after and epoch are given together")]
    [InlineData(Stream + "?epoch=1", "after and epoch are given together")]
    [InlineData(Stream + "?last=1&after=1&epoch=x", "exclude each other")]
    [InlineData(Stream + "?last=-1", "last is '-1'")]
    [InlineData(Stream + "?last=all", "last is 'all'")]
    [InlineData("/v1/rooms/has%20space/events", "ASCII letters")]
    [InlineData("/v1/rooms/caf%C3%A9/events", "ASCII letters")]
    [InlineData("/v1/rooms/has%20space/stream", "ASCII letters")]
    [InlineData("/v1/rooms/has%20space/members", "ASCII letters")]
    [InlineData("/v1/rooms/a%252Fb/events", "Encode it once")]
    public async Task Get_BadQueryOrRoom_IsRefused(string path, string reason)
    {
        var reply = await _http.GetAsync(path);

        Assert.Equal((HttpStatusCode.BadRequest, "CODE_INVALID"), (reply.Status, reply.Code));
        Assert.Contains(reason, reply.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/rooms?after=%", "percent-encoded UTF-8")]
    [InlineData("/v1/rooms?after=%2", "percent-encoded UTF-8")]
    [InlineData("/v1/rooms?after=%zz", "percent-encoded UTF-8")]
    [InlineData("/v1/rooms?after=% 1", null)]
    [InlineData("/v1/rooms?after=%ff", "percent-encoded UTF-8")]
    [InlineData("/v1/rooms?after=%ed%a0%80", "percent-encoded UTF-8")]
    [InlineData("/v1/rooms?%ff=1", "percent-encoded UTF-8")]
    [InlineData("/v1/rooms?after=\u00e9", null)]
    [InlineData("/v1/rooms/a%zz/events", "Encode it once")]
    [InlineData("/v1/rooms/%ff/events", "Encode it once")]
    [InlineData("/v1/rooms/a%/events", "Encode it once")]
    [InlineData("/v1/rooms/a%00/events", null)]
    [InlineData("/v1/rooms/%61%2f%62/events?pageSize=1001", "pageSize")]
    [InlineData("http://localhost/v1/rooms/a%252Fb/events", "Encode it once")]
    public async Task Get_MalformedTarget_IsRefused(string target, string? reason)
    {
        var answer = await RawHttp.GetAsync(shared.Server.WebAddress, target);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains(reason ?? "", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_LongQuery_IsRefused()
    {
        var reply = await _http.GetAsync($"/v1/rooms?after={new string('x', 1_024)}");

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("1024 are allowed", reply.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData("-1.x")]
    [InlineData(".x")]
    [InlineData("9223372036854775808.x")]
    public async Task Stream_ThatIsNotAnId_IsRefused(string id)
    {
        var reply = await _http.GetAsync(Stream, ("Last-Event-ID", id));

        Assert.Equal((HttpStatusCode.BadRequest, "CODE_INVALID"), (reply.Status, reply.Code));
        Assert.Contains("Last-Event-ID is not the id of an event", reply.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v1/rooms/a")]
    [InlineData("/v1/rooms/a/b/events")]
    [InlineData("/v1/rooms//events")]
    [InlineData("/v1/rooms/%2E%2E/events")]
    [InlineData("/v1/rooms/a/event")]
    [InlineData("/v2/../v1/nothing")]
    public async Task Request_ForAnotherPath_IsNotFound(string path)
    {
        var answer = await RawHttp.GetAsync(shared.Server.WebAddress, path);

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("/v1/openapi.json lists the paths", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/v1/rooms", "GET, OPTIONS")]
    [InlineData("HEAD", "/v1/rooms", "GET, OPTIONS")]
    [InlineData("GET", Posts, "POST, OPTIONS")]
    [InlineData("DELETE", Events, "GET, OPTIONS")]
    [InlineData("POST", Stream, "GET, OPTIONS")]
    [InlineData("get", "/v1/rooms", "GET, OPTIONS")]
    [InlineData("PROPFIND", "/v1/openapi.json", "GET, OPTIONS")]
    public async Task Request_WithAnotherMethod_IsToldWhichOneThereIs(string method, string path, string allowed)
    {
        var answer = await RawHttp.ExchangeAsync(
            shared.Server.WebAddress, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 405 ", answer, StringComparison.Ordinal);
        Assert.Contains($"Allow: {allowed}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "zz\r\n", 400)]
    [InlineData("Content-Length: nonsense", "", 400)]
    [InlineData("Content-Length: 99999999999", "{", 413)]
    public async Task Post_BrokenBody_IsRefused(string header, string body, int status)
    {
        using var connection = new TcpClient(AddressFamily.InterNetwork);
        await connection.ConnectAsync("127.0.0.1", new Uri(shared.Server.WebAddress).Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Posts} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{header}\r\n\r\n{body}"));
        using var reader = new StreamReader(stream);

        var answer = await reader.ReadLineAsync().Within("an answer");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    /// <summary>The server waits for 5 seconds.</summary>
    [Fact]
    public async Task Post_BodyThatDoesNotArrive_TimesOut()
    {
        var answer = await RawHttp.ExchangeAsync(
            shared.Server.WebAddress,
            $"POST {Posts} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{");

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("CODE_TIMED_OUT", answer, StringComparison.Ordinal);
        Assert.Contains("same command id", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_ClientGoneWithinTheBody_LogsNothing(bool resets)
    {
        await using var server = await ServerProcess.StartAsync();
        using (var connection = new TcpClient(AddressFamily.InterNetwork))
        {
            await connection.ConnectAsync("127.0.0.1", new Uri(server.WebAddress).Port);
            var stream = connection.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {Posts} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
                "Expect: 100-continue\r\nContent-Length: 100\r\n\r\n"));

            // The server reads the body by now.
            Assert.Equal(1, await stream.ReadAsync(new byte[1]).AsTask().Within("100 Continue"));
            await stream.WriteAsync("{"u8.ToArray());
            connection.LingerState = new LingerOption(resets, 0);
        }

        server.Process.Signal("TERM");
        Assert.Equal(0, await server.Process.WaitForExitAsync());
        Assert.Empty(server.Process.Errors);
    }

    [Fact]
    public async Task Stream_WithTwoIds_IsRefused()
    {
        var reply = await _http.GetAsync(Stream, ("Last-Event-ID", "1.x"), ("Last-Event-ID", "1.x"));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
    }

    [Fact]
    public async Task Post_HeadMoved_SaysWhereItIs()
    {
        await _http.SayAsync("http-moved", "c1", "one");
        var body = Valid.Replace("{\"user\"", "{\"expectedSequence\":\"0\",\"user\"", StringComparison.Ordinal);

        var reply = await _http.PostJsonAsync("/v1/rooms/http-moved/posts", body);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "CODE_SEQUENCE_MOVED"), (reply.Status, reply.Code));
        Assert.Equal("1", reply.Text("headSequence"));
    }

    [Fact]
    public async Task Post_ReusedCommandId_IsAConflict()
    {
        await _http.SayAsync("http-reused", "c", "one");

        var reply = await _http.PostJsonAsync("/v1/rooms/http-reused/posts", Valid);

        Assert.Equal((HttpStatusCode.Conflict, "CODE_COMMAND_ID_REUSED"), (reply.Status, reply.Code));
    }

    [Fact]
    public void ToHttpStatus_AnyCode_IsARefusal()
    {
        foreach (var code in Enum.GetValues<ParleyCode>())
        {
            Assert.InRange(code.ToHttpStatus(), 400, 599);
        }

        Assert.Equal(Enum.GetValues<Code>().Length, Enum.GetValues<ParleyCode>().Length);
        Assert.Equal(507, ParleyCode.StorageFull.ToHttpStatus());
        Assert.Equal(503, ParleyCode.Overloaded.ToHttpStatus());
    }

    /// <summary>Random changes of a valid body are accepted or refused, and never break the server.</summary>
    [Fact]
    public async Task Post_MutatedBody_IsAlwaysAnswered()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var body = Encoding.UTF8.GetBytes(
                """{"user":"ada","commandId":"c\u0041","expectedSequence":"0","content":{"custom":{"type":"t","data":"aGVsbG8="}}}""");
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\":,\\0eEnu"[random.Next(12)]);
            }

            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            var reply = await _http.SendAsync(HttpMethod.Post, Posts, content);
            Assert.True((int)reply.Status < 500, $"{Convert.ToHexString(body)}: {reply.Status} {reply.Body}");
            Assert.Equal(JsonValueKind.Object, reply.Json.ValueKind);
        }
    }
}
