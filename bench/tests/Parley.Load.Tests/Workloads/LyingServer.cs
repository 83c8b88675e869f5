using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Parley.Load.Tests.Workloads;

/// <summary>As much of core NATS as the generator needs, with one subscriber who is lied to once.</summary>
internal sealed class LyingServer : IDisposable
{
    private const int LieAt = 50;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<(NetworkStream Stream, string Subject, string Id)> _subscribers = [];
    private readonly Lock _gate = new();
    private readonly Lie _lie;
    private int _delivered;
    private byte[]? _held;

    public LyingServer(Lie lie)
    {
        _lie = lie;
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
            // The generator leaves without saying so.
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
            var message = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"MSG {subject} {subscriber.Id} {text.Length}\r\n{text}\r\n"));
            var isLiedTo = i == 1 && (_lie == Lie.LoseTheLast ? _delivered++ >= LieAt : ++_delivered == LieAt);
            Deliver(subscriber.Stream, message, isLiedTo ? _lie : Lie.None, i == 1);
        }
    }

    private void Deliver(NetworkStream stream, byte[] message, Lie lie, bool isVictim)
    {
        switch (lie)
        {
            case Lie.Lose or Lie.LoseTheLast:
                return;
            case Lie.Swap:
                _held = message;
                return;
            case Lie.Repeat:
                stream.Write(message);
                break;
        }

        stream.Write(message);
        if (isVictim && _held is not null)
        {
            stream.Write(_held);
            _held = null;
        }
    }
}
