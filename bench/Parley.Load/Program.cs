using System.Globalization;
using System.Net;
using Parley.Load.Workloads;

if (args.Length == 0 || args.Length % 2 != 0)
{
    Console.Error.WriteLine(
        "usage: Parley.Load --server IP:PORT --process PID [--connections N] [--streams N] [--senders N] [--window N] [--rate N] "
        + "[--text BYTES] [--stopped N] [--warmup S] [--seconds S]");
    return 2;
}

var values = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
var result = new FanOut(new FanOutOptions
{
    Server = IPEndPoint.Parse(values["--server"]),
    Process = Number("--process", 0),
    Connections = Number("--connections", 100),
    StreamsPerConnection = Number("--streams", 1),
    Senders = Number("--senders", 10),
    Window = Number("--window", 10),
    Rate = Number("--rate", 0),
    TextBytes = Number("--text", 100),
    Stopped = Number("--stopped", 0),
    WarmUpSeconds = Number("--warmup", 3),
    Seconds = Number("--seconds", 5),
}).Run();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{result.DeliveriesPerSecond,12:N0} deliveries/s  {result.ServerCpuMicrosecondsPerDelivery,6:F2} µs CPU each  p50 {result.P50Microseconds,7:N0} µs  p99 {result.P99Microseconds,7:N0} µs  p99.9 {result.P999Microseconds,7:N0} µs  {result.ServerMebibytes,5:F0} MiB  load {result.LoadCpuShare:P0}  faults {result.Faults}"));
return result.Faults == 0 ? 0 : 1;

int Number(string name, int otherwise) =>
    values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
