using System.Diagnostics;
using System.Text;
using Grpc.Core;
using Parley.Load.Measuring;
using Parley.Load.Workloads;
using Parley.Protocol.Chat;

namespace Parley.Load.Sampling;

/// <summary>One reader with the official client; makes the same checks as the raw ones.</summary>
internal sealed class SampleReader(int room, SampleOptions options)
{
    private readonly ChatReader _reader = new(room, options.Rooms, options.Senders, null);
    private readonly byte[] _text = new byte[ChatText.MinBytes];

    /// <summary>The histogram for latencies; null while nothing is measured.</summary>
    public volatile Histogram? Latencies;

    private long _received;

    /// <summary>Messages received during the measurement.</summary>
    public long Measured { get; private set; }

    public long Received => Volatile.Read(ref _received);

    public long FaultsAfter(int[] sent) => _reader.FaultsAfter(sent);

    public async Task ReadAsync(IAsyncStreamReader<ChatMessage> stream, CancellationToken cancellationToken)
    {
        try
        {
            while (await stream.MoveNext(cancellationToken))
            {
                Take(stream.Current.Text, Stopwatch.GetTimestamp());
            }
        }
        catch (Exception exception) when (
            cancellationToken.IsCancellationRequested && exception is RpcException or OperationCanceledException)
        {
        }
    }

    private void Take(string text, long at)
    {
        var bytes = Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, _text.Length)), _text);
        _reader.Receive(_text.AsSpan(0, bytes), at);
        Volatile.Write(ref _received, _received + 1);
        if (Latencies is { } latencies)
        {
            latencies.Add((long)Stopwatch.GetElapsedTime(ChatText.SentAt(_text), at).TotalMicroseconds);
            Measured++;
        }
    }
}
