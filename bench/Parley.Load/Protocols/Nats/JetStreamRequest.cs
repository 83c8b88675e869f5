using System.Text;

namespace Parley.Load.Protocols.Nats;

/// <summary>One request to JetStream and its response.</summary>
internal sealed class JetStreamRequest : INatsSubscriber
{
    private readonly Action<string> _answered;

    public JetStreamRequest(NatsConnection connection, string inbox, byte[] request, Action<string> answered)
    {
        _answered = answered;
        connection.Subscribe(inbox, this);
        connection.Write(request);
    }

    /// <summary>Throws if a response is an error.</summary>
    public static void Expect(string answer)
    {
        if (answer.Contains("\"error\"", StringComparison.Ordinal))
        {
            throw new LoadException($"JetStream: {answer}");
        }
    }

    public void Received(ref NatsReader message, long at) => _answered(Encoding.UTF8.GetString(message.Payload));

    public void Confirmed()
    {
    }

    public void Drained()
    {
    }

    public void Ended()
    {
    }
}
