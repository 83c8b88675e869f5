using System.Diagnostics;
using System.Net;
using Parley.Load.Sockets;

namespace Parley.Load.Protocols.Nats;

/// <summary>NATS with JetStream: one stream in a file, whose subjects are the rooms. Every run begins with an empty stream.</summary>
internal sealed class JetStreamProtocol : IProtocol
{
    private const double MaxAnswerSeconds = 10;

    public string Name => "jetstream";

    public bool HasManyStreams => true;

    public bool HasHistory => true;

    public bool AcknowledgesPosts => true;

    public void Prepare(EpollLoop loop, IPEndPoint server)
    {
        var connection = Open(loop, server);
        Ask(loop, connection, JetStream.DeleteStream);
        JetStreamRequest.Expect(Ask(loop, connection, JetStream.CreateStream));
        connection.Close();
    }

    public IChatConnection Connect(EpollLoop loop, IPEndPoint server) => Open(loop, server);

    private static NatsConnection Open(EpollLoop loop, IPEndPoint server) =>
        loop.Connect(server, link => new NatsConnection(
            link, (connection, request, member) => new JetStreamStream(connection, request, member)));

    private static string Ask(EpollLoop loop, NatsConnection connection, Func<string, byte[]> request)
    {
        string? answer = null;
        var inbox = JetStreamStream.NewInbox();
        _ = new JetStreamRequest(connection, inbox, request(inbox), text => answer = text);
        var start = Stopwatch.GetTimestamp();
        while (answer is null)
        {
            loop.Turn(TimeSpan.FromMilliseconds(10));
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > MaxAnswerSeconds)
            {
                throw new LoadException("JetStream did not answer. It must be enabled in nats-server.");
            }
        }

        return answer;
    }
}
