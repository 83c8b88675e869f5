namespace Parley.Bench.Catalogue.Figures;

/// <summary>All figures.</summary>
internal static class Metrics
{
    public static readonly Metric Deliveries = new("deliveriesPerSecond", "Deliveries/s", MetricUnit.PerSecond);
    public static readonly Metric Echoes = Deliveries with { Title = "Echoes/s" };
    public static readonly Metric Cpu = new("serverCpuMicrosecondsPerDelivery", "CPU per delivery", MetricUnit.CpuMicroseconds);
    public static readonly Metric CpuPerPost = new("serverCpuMicrosecondsPerPost", "CPU per post", MetricUnit.CpuMicroseconds);
    public static readonly Metric CpuPerEcho = Cpu with { Title = "CPU per echo" };
    public static readonly Metric CpuPerEvent = Cpu with { Title = "CPU per event" };
    public static readonly Metric P50 = new("p50Microseconds", "p50", MetricUnit.Microseconds);
    public static readonly Metric P99 = new("p99Microseconds", "p99", MetricUnit.Microseconds);
    public static readonly Metric P999 = new("p999Microseconds", "p99.9", MetricUnit.Microseconds);
    public static readonly Metric Memory = new("serverMebibytesPeak", "Memory, peak", MetricUnit.Mebibytes);
    public static readonly Metric MemoryBefore = new("serverMebibytesBefore", "Memory, before", MetricUnit.Mebibytes);
    public static readonly Metric LoadShare = new("loadCpuShare", "CPU of the generator", MetricUnit.Share);
    public static readonly Metric ServerShare = new("serverCpuShare", "CPU of the server", MetricUnit.Share);
    public static readonly Metric Burst = new("burstMilliseconds", "Time to deliver a burst", MetricUnit.Milliseconds);
    public static readonly Metric Posts = new("postsPerSecond", "Durable posts/s", MetricUnit.PerSecond);
    public static readonly Metric Events = new("eventsPerSecond", "Events/s", MetricUnit.PerSecond);
    public static readonly Metric PerConnection = new("kibPerConnection", "Memory per connection", MetricUnit.Kibibytes);
    public static readonly Metric PerStream = new("kibPerStream", "Memory per stream", MetricUnit.Kibibytes);
    public static readonly Metric Connects = new("connectionsPerSecond", "Connections/s", MetricUnit.PerSecond);
    public static readonly Metric Storm = new("stormSeconds", "Time until all are back", MetricUnit.Seconds);
    public static readonly Metric IdleShare = new("idleCpuShare", "CPU while idle", MetricUnit.Share);

    public static readonly Metric ClientCpuPerPost = new(
        "clientCpuMicrosecondsPerPost", "Client's CPU per post", MetricUnit.CpuMicroseconds);
    public static readonly Metric ClientCpuPerEvent = new(
        "clientCpuMicrosecondsPerEvent", "Client's CPU per event", MetricUnit.CpuMicroseconds);
    public static readonly Metric EventsPerCore = new("eventsPerClientCpuSecond", "Events/s per core of the client", MetricUnit.PerSecond);
    public static readonly Metric ClientMemory = new("clientMebibytesPeak", "Client's memory, peak", MetricUnit.Mebibytes);
    public static readonly Metric JoinSeconds = new("joinSeconds", "Time to join all rooms", MetricUnit.Seconds);
    public static readonly Metric RoomsRatioP50 = new("latencyRatioP50", "p50 over one room's", MetricUnit.Ratio);
    public static readonly Metric RoomsRatioP99 = new("latencyRatioP99", "p99 over one room's", MetricUnit.Ratio);

    /// <summary>CPU of programs that are not part of the run. They disturb the measurement.</summary>
    public static readonly Metric OthersShare = new("othersCpuShare", "CPU of other programs", MetricUnit.Share);

    /// <summary>Each figure once, in the column order of <c>results.csv</c>.</summary>
    public static readonly IReadOnlyList<Metric> All =
    [
        Deliveries, Cpu, P50, P99, P999, MemoryBefore, Memory, LoadShare, ServerShare,
        Burst, Posts, CpuPerPost, Events, PerConnection, PerStream, Connects, Storm, IdleShare, OthersShare,
        ClientCpuPerPost, ClientCpuPerEvent, EventsPerCore, ClientMemory, JoinSeconds, RoomsRatioP50, RoomsRatioP99,
    ];
}
