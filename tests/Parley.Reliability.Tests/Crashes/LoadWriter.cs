using Grpc.Core;
using Parley.Protocol.Chat;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Crashes;

/// <summary>Sends unique texts until its stream ends, with a limited number of them not yet echoed.</summary>
internal sealed class LoadWriter(ChatService.ChatServiceClient client, RoomRecord record, string user, int round, Action onAcknowledged)
{
    private const int TextLength = 128;
    private const int InFlight = 8;

    private readonly ReaderRecord _reader = record.AddReader($"{user} in round {round}");

    /// <returns>How the stream ended.</returns>
    public async Task<(string Writer, Status End)> RunAsync()
    {
        using var ended = new CancellationTokenSource();
        using var slots = new SemaphoreSlim(InFlight);
        using var stream = ChatTester.Open(client, record.Room);
        var sending = SendAsync(stream, slots, ended.Token);
        var end = await ReceiveAsync(stream, slots);
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
                record.AddSent(user, text);
                await stream.SayAsync(user, text);
            }
        }
        catch (Exception exception) when (StreamEnd.IsEnd(exception) || ended.IsCancellationRequested)
        {
            // The stream has ended. The receiving side reports how.
        }
    }

    private async Task<Status> ReceiveAsync(ChatTester stream, SemaphoreSlim slots)
    {
        try
        {
            while (true)
            {
                var message = await stream.ReadAsync();
                _reader.Received.Add(new TextMessage(message.UserId, message.Text));
                if (message.UserId == user)
                {
                    onAcknowledged();
                    slots.Release();
                }
            }
        }
        catch (Exception exception) when (StreamEnd.IsEnd(exception))
        {
            return StreamEnd.ToStatus(exception);
        }
    }
}
