using System.Diagnostics;
using Parley.Load.Sockets;

namespace Parley.Load.Measuring;

/// <summary>Measures server, generator and machine between <see cref="Start"/> and <see cref="Stop"/>.</summary>
internal sealed class Meter
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(250);

    private readonly int _process;
    private readonly EpollLoop _loop;
    private long _sampled;
    private long _started;
    private long _waited;
    private TimeSpan _idle;
    private TimeSpan _server;
    private TimeSpan _own;
    private TimeSpan _thread;

    public Meter(int process, EpollLoop loop)
    {
        (_process, _loop) = (process, loop);
        RestartMemory();
        Start();
    }

    /// <summary>The server's memory before the load.</summary>
    public long BytesBefore { get; private set; }

    /// <summary>The server's highest memory so far.</summary>
    public long BytesPeak { get; private set; }

    public void Start()
    {
        (_server, _own) = (ProcessUsage.Of(_process).Cpu, ProcessUsage.Of(Environment.ProcessId).Cpu);
        (_idle, _thread) = (MachineIdle.Read(), CpuClock.OfThisThread);
        (_started, _waited) = (Stopwatch.GetTimestamp(), _loop.Waited);
    }

    /// <summary>Starts the memory measurement anew.</summary>
    public void RestartMemory() => BytesBefore = BytesPeak = ProcessUsage.ResidentBytesOf(_process);

    /// <summary>Samples the server's memory if a sample is due.</summary>
    public void Sample()
    {
        if (Stopwatch.GetElapsedTime(_sampled) >= SampleEvery)
        {
            BytesNow();
            _sampled = Stopwatch.GetTimestamp();
        }
    }

    public long BytesNow()
    {
        var bytes = ProcessUsage.ResidentBytesOf(_process);
        BytesPeak = Math.Max(BytesPeak, bytes);
        return bytes;
    }

    public Usage Stop()
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        var waited = Stopwatch.GetElapsedTime(0, _loop.Waited - _waited);
        var server = ProcessUsage.Of(_process).Cpu - _server;
        var own = ProcessUsage.Of(Environment.ProcessId).Cpu - _own;
        BytesNow();
        return new Usage
        {
            Elapsed = elapsed,
            ServerCpu = server,
            ServerCpuShare = server / elapsed,
            LoadCpuShare = own / elapsed,
            LoopBusyShare = Math.Max(1 - (waited / elapsed), (CpuClock.OfThisThread - _thread) / elapsed),
            IdleShare = (MachineIdle.Read() - _idle) / elapsed,
        };
    }
}
