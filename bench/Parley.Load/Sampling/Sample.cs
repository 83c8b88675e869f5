using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Parley.Load.Measuring;
using Parley.Protocol.Chat;

namespace Parley.Load.Sampling;

/// <summary>
/// The sampling process. It joins, reports that it has, and executes the lines of its input: <c>measure</c>, <c>stop</c>, and finally
/// the number of messages each sender sent, to which it answers with its report.
/// </summary>
internal sealed class Sample(SampleOptions options)
{
    public const string Joined = "joined";
    public const string Measure = "measure";
    public const string Stop = "stop";

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    private readonly SampleReader[] _readers =
        [.. Enumerable.Range(0, options.Readers).Select(i => new SampleReader(i % options.Rooms, options))];

    private readonly Histogram[] _latencies = [.. Enumerable.Range(0, options.Readers).Select(_ => new Histogram())];

    public async Task RunAsync(TextReader input, TextWriter output)
    {
        using var leave = new CancellationTokenSource();
        var reading = await Task.WhenAll(_readers.Select((reader, i) => JoinAsync(reader, i % options.Rooms, leave.Token)));
        await output.WriteLineAsync(Joined);

        var (cpu, started) = (TimeSpan.Zero, TimeSpan.Zero);
        // Asynchronous console reads block, and must not block a thread the client needs.
        while (await Task.Run(input.ReadLine) is { } line)
        {
            switch (line)
            {
                case Measure:
                    started = Environment.CpuUsage.TotalTime;
                    Record(true);
                    break;
                case Stop:
                    Record(false);
                    cpu = Environment.CpuUsage.TotalTime - started;
                    break;
                default:
                    await output.WriteLineAsync(SampleJson.Line(await ReportAsync(SampleJson.Sent(line), cpu)));
                    break;
            }
        }

        await leave.CancelAsync();
        await Task.WhenAll(reading);
    }

    /// <summary>Joins, and returns the reading task.</summary>
    private async Task<Task> JoinAsync(SampleReader reader, int room, CancellationToken leave)
    {
        var channel = Open();
        var name = options.Rooms == 1 ? options.RoomName : string.Create(CultureInfo.InvariantCulture, $"{options.RoomName}-{room}");
        var call = new ChatService.ChatServiceClient(channel).JoinChat(new Metadata { { "parley-room", name } }, cancellationToken: leave);
        await call.ResponseHeadersAsync;
        return reader.ReadAsync(call.ResponseStream, leave);
    }

    private GrpcChannel Open()
    {
        if (options.Tls is not { } trust)
        {
            return GrpcChannel.ForAddress($"http://{options.Server}");
        }

        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is not null && trust.Accepts(certificate.GetRawCertData());
        return GrpcChannel.ForAddress($"https://{options.Server}", new() { HttpHandler = handler, DisposeHttpClient = true });
    }

    private void Record(bool measuring)
    {
        for (var i = 0; i < _readers.Length; i++)
        {
            _readers[i].Latencies = measuring ? _latencies[i] : null;
        }
    }

    private async Task<SampleReport> ReportAsync(int[] sent, TimeSpan cpu)
    {
        var start = Stopwatch.GetTimestamp();
        while (_readers.Any(reader => reader.FaultsAfter(sent) > 0) && Stopwatch.GetElapsedTime(start) < MaxWait)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        var all = new Histogram();
        Array.ForEach(_latencies, all.Add);
        return new()
        {
            Latencies = all.Summary(),
            Verified = _readers.Sum(reader => reader.Measured),
            Faults = _readers.Sum(reader => reader.FaultsAfter(sent)),
            Cpu = cpu,
        };
    }
}
