using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Parley.Engine.Feeds;
using Parley.Server.Operations;
using Parley.Server.Tests.Hosting;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Chat;

public sealed class OneWriterTests
{
    private const int Each = 400;
    private const int Talkers = 4;

    private static readonly string Text = new('x', 2_000);

    private readonly WriterGuard _guard = new();

    [Fact]
    public async Task OneWriterPerStream_LoadLagAndShutdown_NeverOverlap()
    {
        await using var server = await EmbeddedServer.StartAsync(
            parley => parley.UseMemory().Services.Configure<FeedOptions>(feed => feed.Capacity = 65_536).Configure<ParleyOptions>(
                options => options.DrainMilliseconds = 500),
            app => app.Use((http, next) =>
            {
                var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
                http.Features.Set<IHttpResponseBodyFeature>(new GuardedBody(body, _guard));
                return next(http);
            }));
        using var lagging = RawStream.Open(server.Address, "room");
        using var stuck = RawStream.Open(server.Address, "room");
        await lagging.HeadersAsync();
        await stuck.HeadersAsync();
        lagging.StopReading();
        stuck.StopReading();
        var streams = new List<ChatTester>();
        for (var i = 0; i < Talkers; i++)
        {
            streams.Add(await ChatTester.JoinAsync(server.Connect(), "room"));
        }

        await Task.WhenAll(streams.Select((stream, i) => TalkAsync(stream, $"user-{i}")));
        lagging.ResumeReading();
        var (history, status) = await LeaveWithHistoryAsync(server);
        for (var i = 0; i < Talkers * Each; i++)
        {
            await lagging.ReadAsync();
        }

        // The stuck reader is cut off at the end of the drain, during a flush.
        var ends = streams.ConvertAll(stream => stream.ReadToEndAsync());
        await server.StopAsync();
        await Task.WhenAll(ends);

        Assert.Equal((Talkers * Each, StatusCode.OK), (history, status.StatusCode));
        Assert.True(_guard.Flushes > Talkers + 3, $"There were only {_guard.Flushes} flushes.");
        Assert.Equal(0, _guard.Overlaps);
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Guard_WriteDuringAFlush_IsCounted()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 2, resumeWriterThreshold: 1));
        var writer = new GuardedWriter(pipe.Writer, _guard);
        writer.GetMemory(10);
        writer.Advance(10);
        var flush = writer.FlushAsync().AsTask();
        Assert.False(flush.IsCompleted);
        Assert.Equal(0, _guard.Overlaps);

        writer.GetMemory(10);

        Assert.Equal(1, _guard.Overlaps);
        await pipe.Reader.CompleteAsync();
        await flush;
    }

    private static async Task TalkAsync(ChatTester stream, string user)
    {
        var reading = stream.ReadTextsAsync(Talkers * Each);
        for (var i = 0; i < Each; i++)
        {
            await stream.SayAsync(user, Text);
        }

        await reading;
    }

    private static async Task<(int Messages, Status End)> LeaveWithHistoryAsync(EmbeddedServer server)
    {
        using var stream = ChatTester.Open(server.Connect(), "room", new Metadata.Entry("parley-history", $"{long.MaxValue}"));
        await stream.LeaveAsync();
        var (messages, status) = await stream.ReadToEndAsync();
        return (messages.Count, status);
    }
}
