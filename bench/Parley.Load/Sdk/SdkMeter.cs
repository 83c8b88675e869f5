using System.Diagnostics;
using Parley.Load.Measuring;

namespace Parley.Load.Sdk;

/// <summary>Measures the server and this process, in which the client runs, from the meter's creation to <see cref="Stop"/>.</summary>
internal sealed class SdkMeter : IAsyncDisposable
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(100);

    private readonly PeriodicTimer _timer = new(SampleEvery);
    private readonly Task _sampling;
    private readonly int _server;
    private readonly long _started;
    private readonly TimeSpan _idle;
    private readonly TimeSpan _serverCpu;
    private readonly TimeSpan _clientCpu;

    public SdkMeter(int server)
    {
        _server = server;
        ServerBytesBefore = ProcessUsage.ResidentBytesOf(server);
        ClientBytesBefore = ProcessUsage.ResidentBytesOf(Environment.ProcessId);
        (_serverCpu, _clientCpu) = (ProcessUsage.Of(server).Cpu, ProcessUsage.Of(Environment.ProcessId).Cpu);
        (_idle, _started) = (MachineIdle.Read(), Stopwatch.GetTimestamp());
        Sample();
        _sampling = SampleAsync();
    }

    public long ServerBytesBefore { get; }

    public long ServerBytesPeak { get; private set; }

    public long ClientBytesBefore { get; }

    public long ClientBytesPeak { get; private set; }

    /// <summary>CPU time of this process.</summary>
    public TimeSpan ClientCpu { get; private set; }

    /// <summary>Returns the usage so far. The client has many threads, so no loop can be the limit.</summary>
    public Usage Stop()
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        var server = ProcessUsage.Of(_server).Cpu - _serverCpu;
        ClientCpu = ProcessUsage.Of(Environment.ProcessId).Cpu - _clientCpu;
        Sample();
        return new()
        {
            Elapsed = elapsed,
            ServerCpu = server,
            ServerCpuShare = server / elapsed,
            LoadCpuShare = ClientCpu / elapsed,
            LoopBusyShare = 0,
            IdleShare = (MachineIdle.Read() - _idle) / elapsed,
        };
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _sampling;
    }

    private async Task SampleAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            Sample();
        }
    }

    private void Sample()
    {
        ServerBytesPeak = Math.Max(ServerBytesPeak, ProcessUsage.ResidentBytesOf(_server));
        ClientBytesPeak = Math.Max(ClientBytesPeak, ProcessUsage.ResidentBytesOf(Environment.ProcessId));
    }
}
