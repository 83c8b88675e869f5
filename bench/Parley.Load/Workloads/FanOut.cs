using System.Diagnostics;
using Parley.Load.Http2;
using Parley.Load.Measuring;
using Parley.Load.Sockets;

namespace Parley.Load.Workloads;

/// <summary>Runs a fan-out: joins, warms up, measures, and waits for every message to arrive everywhere.</summary>
internal sealed class FanOut(FanOutOptions options)
{
    private const int ReadersPerLatencySample = 10;

    private readonly EpollLoop _loop = new();
    private readonly Histogram _latencies = new();
    private readonly List<Http2Connection> _connections = [];
    private readonly List<GrpcStream> _streams = [];
    private readonly List<ChatReader> _readers = [];
    private readonly List<ChatSender> _senders = [];
    private bool _sending = true;

    public FanOutResult Run()
    {
        Join();
        AddSenders();
        var rate = options.Rate > 0 ? new Pace(options.Rate, _senders) : null;
        RunFor(options.WarmUpSeconds, rate);

        var stopped = _connections.Skip(options.Connections).ToList();
        stopped.ForEach(connection => connection.Pause(true));
        _latencies.Clear();
        var usage = ProcessUsage.Of(options.Process);
        var own = ProcessUsage.Of(Environment.ProcessId);
        var received = Received();
        var elapsed = RunFor(options.Seconds, rate);
        var deliveries = Received() - received;
        var used = ProcessUsage.Of(options.Process);
        var ownUsed = ProcessUsage.Of(Environment.ProcessId);

        _sending = false;
        stopped.ForEach(connection => connection.Pause(false));
        var result = new FanOutResult
        {
            DeliveriesPerSecond = deliveries / elapsed.TotalSeconds,
            ServerCpuMicrosecondsPerDelivery = (used.Cpu - usage.Cpu).TotalMicroseconds / deliveries,
            LoadCpuShare = (ownUsed.Cpu - own.Cpu) / elapsed,
            P50Microseconds = _latencies.Percentile(0.5),
            P99Microseconds = _latencies.Percentile(0.99),
            P999Microseconds = _latencies.Percentile(0.999),
            ServerMebibytes = used.ResidentBytes / 1024.0 / 1024,
            Faults = Drain(),
        };
        _loop.Close();
        return result;
    }

    private void Join()
    {
        var authority = options.Server.ToString();
        for (var i = 0; i < options.Connections + options.Stopped; i++)
        {
            var connection = _loop.Connect(options.Server, (index, descriptor) => new Http2Connection(_loop, index, descriptor, authority));
            _connections.Add(connection);
            for (var j = 0; j < options.StreamsPerConnection; j++)
            {
                var reader = new ChatReader(options.Senders, _readers.Count % ReadersPerLatencySample == 0 ? _latencies : null);
                _readers.Add(reader);
                _streams.Add(connection.Open(options.Path, options.Room, reader));
            }

            connection.Flush();
            TurnUntil(() => _streams[^1].IsOpen, 10, "the server to accept a stream");
        }
    }

    private void AddSenders()
    {
        for (var i = 0; i < options.Senders; i++)
        {
            var at = (int)((long)i * options.Connections * options.StreamsPerConnection / options.Senders);
            var sender = new ChatSender(_streams[at], i, options.TextBytes);
            _senders.Add(sender);
            if (options.Rate == 0)
            {
                var index = i;
                _readers[at].Heard = from =>
                {
                    if (from == index && _sending)
                    {
                        sender.TrySend();
                    }
                };
                for (var j = 0; j < options.Window; j++)
                {
                    sender.TrySend();
                }

                sender.Flush();
            }
        }
    }

    private TimeSpan RunFor(double seconds, Pace? pace)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            pace?.SendDue();
            _loop.Turn(pace is null ? 100 : 1);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private long Drain()
    {
        var sent = _senders.Sum(sender => (long)sender.Sent);
        try
        {
            TurnUntil(() => _readers.TrueForAll(reader => reader.Received >= sent), 20, "every message to arrive");
        }
        catch (TimeoutException)
        {
            return _readers.Sum(reader => Math.Max(0, sent - reader.Received) + reader.Faults);
        }

        return _readers.Sum(reader => Math.Max(0, reader.Received - sent) + reader.Faults);
    }

    private void TurnUntil(Func<bool> done, double seconds, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!done())
        {
            _loop.Turn(10);
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > seconds)
            {
                throw new TimeoutException($"Waited {seconds} s for {what}.");
            }
        }
    }

    private long Received() => _readers.Sum(reader => reader.Received);
}
