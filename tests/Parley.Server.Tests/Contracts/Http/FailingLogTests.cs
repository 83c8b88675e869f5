using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Logs;
using Parley.Server.Tests.Hosting;
using Parley.Storage.Memory;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>What clients over HTTP get while the log fails.</summary>
public sealed class FailingLogTests : IAsyncLifetime
{
    private const string Post = """{"user":"ada","commandId":"c2","content":{"message":{"text":"hello"}}}""";
    private const string Room = "failing";

    private readonly (IRoomLog Log, FailingLog Failing) _log = FailingLog.Create(
        new MemoryRoomLog(Guid.Parse("0198c0ff-ee00-7000-8000-000000000000")));
    private EmbeddedServer _server = null!;
    private HttpTester _http = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync(
            parley => parley.UseMemory().Services.Replace(ServiceDescriptor.Singleton(_log.Log)));
        _http = new HttpTester(_server.Address, HttpVersion.Version20);
        await _http.SayAsync(Room, "c1", "one");
    }

    public async ValueTask DisposeAsync()
    {
        _log.Failing.Call = "";
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("AppendAsync", RoomLogFailure.Unavailable, "posts", 503, "CODE_UNAVAILABLE")]
    [InlineData("AppendAsync", RoomLogFailure.Full, "posts", 507, "CODE_STORAGE_FULL")]
    [InlineData("ReadBeforeAsync", RoomLogFailure.Unavailable, "events", 503, "CODE_UNAVAILABLE")]
    [InlineData("ReadBeforeAsync", RoomLogFailure.Damaged, "events", 500, "CODE_DAMAGED")]
    [InlineData("ReadBeforeAsync", RoomLogFailure.BelowFloor, "events", 410, "CODE_BELOW_FLOOR")]
    [InlineData("ReadRoomAsync", RoomLogFailure.Unavailable, "stream", 503, "CODE_UNAVAILABLE")]
    public async Task Request_LogFails_IsRefusedAndServedLater(
        string call, RoomLogFailure failure, string what, int status, string code)
    {
        (_log.Failing.Call, _log.Failing.Failure) = (call, failure);

        var reply = await SendAsync();

        Assert.Equal((status, code), ((int)reply.Status, reply.Code));
        var isTemporary = status is 503 or 507;
        Assert.Equal(isTemporary, reply.Json.TryGetProperty("retryAfterMs", out _));
        Assert.Equal(isTemporary ? TimeSpan.FromSeconds(1) : null, reply.Headers.RetryAfter?.Delta);
        _log.Failing.Call = "";
        if (what == "events")
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync()).Status);
        }
        else if (what == "stream")
        {
            using var stream = await _http.StreamAsync(Room);
            await stream.NextAsync("joined");
        }

        Task<HttpReply> SendAsync() => what == "posts"
            ? _http.PostJsonAsync(HttpTester.In(Room, what), Post)
            : _http.GetAsync(HttpTester.In(Room, what));
    }

    [Theory]
    [InlineData(RoomLogFailure.Unavailable, "CODE_UNAVAILABLE", "")]
    [InlineData(RoomLogFailure.Damaged, "CODE_DAMAGED", "60000")]
    [InlineData(RoomLogFailure.BelowFloor, "CODE_BELOW_FLOOR", "")]
    public async Task Stream_LogFailsWhileItLags_LeavesWithTheReason(RoomLogFailure failure, string code, string retry)
    {
        (_log.Failing.Call, _log.Failing.Failure) = ("ReadAfterAsync", failure);

        using var stream = await _http.StreamAsync(Room, "?last=1");
        var joined = await stream.NextAsync("joined");
        var left = await stream.NextAsync("left");

        Assert.Equal((code, retry, ""), (left.Text("code"), left.Retry, left.Id));
        Assert.Null(await stream.TryNextAsync());
        _log.Failing.Call = "";
        using var again = await _http.StreamAsync(Room, "", joined.Id);
        Assert.True((await again.NextAsync("joined")).Json.GetProperty("resumed").GetBoolean());
        Assert.Equal(["one"], await again.ReadTextsAsync(1));
    }
}
