using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Parley.Load.Tests.Workloads;

/// <summary>As much of core NATS as the generator needs, with one delivery fault at one subscriber.</summary>
internal sealed class FaultyServer : IDisposable
{
    private const int FaultAt = 50;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<(NetworkStream Stream, string Subject, string Id)> _subscribers = [];
    private readonly Lock _gate = new();
    private readonly DeliveryFault _fault;
    private int _delivered;
    private byte[]? _held;

    public FaultyServer(DeliveryFault fault)
    {
        _fault = fault;
        _listener.Start();
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = Task.Factory.StartNew(() => Serve(client), TaskCreationOptions.LongRunning);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Serve(TcpClient client)
    {
        using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            while (reader.ReadLine() is { } line)
            {
                Handle(line.Split(' '), reader, stream);
            }
        }
        catch (IOException)
        {
            // The generator closes the connection without notice.
        }
    }

    private void Handle(string[] words, StreamReader reader, NetworkStream stream)
    {
        lock (_gate)
        {
            switch (words[0])
            {
                case "PING":
                    stream.Write("PONG\r\n"u8);
                    break;
                case "SUB":
                    _subscribers.Add((stream, words[1], words[2]));
                    break;
                case "PUB":
                    Publish(words[1], reader.ReadLine()!);
                    break;
            }
        }
    }

    private void Publish(string subject, string text)
    {
        foreach (var (i, subscriber) in _subscribers.Where(subscriber => subscriber.Subject == subject).Index())
        {
            var message = Encoding.Latin1.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"MSG {subject} {subscriber.Id} {text.Length}\r\n{text}\r\n"));
            var isFaulty = i == 1 && (_fault == DeliveryFault.LoseLast ? _delivered++ >= FaultAt : ++_delivered == FaultAt);
            Deliver(subscriber.Stream, message, isFaulty ? _fault : DeliveryFault.None, i == 1);
        }
    }

    private void Deliver(NetworkStream stream, byte[] message, DeliveryFault fault, bool isAffected)
    {
        switch (fault)
        {
            case DeliveryFault.Lose or DeliveryFault.LoseLast:
                return;
            case DeliveryFault.Swap:
                _held = message;
                return;
            case DeliveryFault.Repeat:
                stream.Write(message);
                break;
        }

        stream.Write(message);
        if (isAffected && _held is not null)
        {
            stream.Write(_held);
            _held = null;
        }
    }
}
