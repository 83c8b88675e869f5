using Grpc.Core;
using Parley.Protocol.Chat;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Crashes;

/// <summary>Sends unique texts, so many at a time as may be without an echo, until its stream ends.</summary>
internal sealed class LoadWriter(ChatService.ChatServiceClient client, RoomRecord record, string user, int round, Action acknowledged)
{
    private const int TextLength = 128;
    private const int InFlight = 8;

    private readonly ReaderLog _log = record.AddReader($"{user} in round {round}");

    /// <returns>How the stream ended.</returns>
    public async Task<(string Writer, Status End)> RunAsync()
    {
        using var ended = new CancellationTokenSource();
        using var slots = new SemaphoreSlim(InFlight);
        using var stream = ChatTester.Open(client, record.Room);
        var sending = SendAsync(stream, slots, ended.Token);
        var end = await HearAsync(stream, slots);
        await ended.CancelAsync();
        await sending;
        return ($"{user} in {record.Room}", end);
    }

    private async Task SendAsync(ChatTester stream, SemaphoreSlim slots, CancellationToken ended)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                await slots.WaitAsync(ended);
                var text = $"{user}-{round}-{i}".PadRight(TextLength, '.');
                record.Send(user, text);
                await stream.SayAsync(user, text);
            }
        }
        catch (Exception exception) when (StreamEnd.IsBehind(exception) || ended.IsCancellationRequested)
        {
            // The stream has ended; how, the other direction tells.
        }
    }

    private async Task<Status> HearAsync(ChatTester stream, SemaphoreSlim slots)
    {
        try
        {
            while (true)
            {
                var message = await stream.ReadAsync();
                _log.Heard.Add(new Said(message.UserId, message.Text));
                if (message.UserId == user)
                {
                    acknowledged();
                    slots.Release();
                }
            }
        }
        catch (Exception exception) when (StreamEnd.IsBehind(exception))
        {
            return StreamEnd.Status(exception);
        }
    }
}
