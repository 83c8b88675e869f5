using System.Diagnostics;
using Parley.Client;
using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Sdk;

/// <summary>One client posts into one room, with a window of unanswered posts, and reads the room at the same time.</summary>
internal sealed class SdkPost(WorkloadOptions workload, int window, int textBytes)
{
    private readonly Histogram _latencies = new();
    private readonly (Task<long> Answer, long At)[] _waiting = new (Task<long>, long)[window];
    private readonly string _text = new('x', textBytes);
    private long _posted;
    private long _answered;
    private long _read;
    private long _faults;

    public async Task<Result> RunAsync()
    {
        await using var client = await SdkClient.ConnectAsync(workload, "poster");
        var room = await client.JoinAsync(SdkClient.NewName("sdk-post"));
        var reading = ReadAsync(room);
        await PostForAsync(room, workload.WarmUp);
        _latencies.Clear();

        await using var meter = new SdkMeter(workload.Process);
        var answered = _answered;
        await PostForAsync(room, workload.Seconds);
        answered = _answered - answered;
        var usage = meter.Stop();
        await AnswersAsync();
        await room.LeaveAsync();
        await reading;

        var result = SdkReport.Of(workload, meter, usage, _faults + Math.Abs(_posted - _read), _latencies.Summary());
        result.Extra["postsPerSecond"] = answered / usage.Elapsed.TotalSeconds;
        result.Extra["serverCpuMicrosecondsPerPost"] = usage.ServerCpu.TotalMicroseconds / answered;
        result.Extra["clientCpuMicrosecondsPerPost"] = meter.ClientCpu.TotalMicroseconds / answered;
        return result;
    }

    private async Task PostForAsync(ParleyRoom room, double seconds)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; _posted++)
        {
            var place = _posted % window;
            if (_waiting[place].Answer is not null)
            {
                await AnswerAsync(place);
            }

            _waiting[place] = (room.SayAsync(_text), Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Waits for all unanswered posts, in order.</summary>
    private async Task AnswersAsync()
    {
        for (var number = Math.Max(0, _posted - window); number < _posted; number++)
        {
            await AnswerAsync(number % window);
        }
    }

    private async Task AnswerAsync(long place)
    {
        var (answer, at) = _waiting[place];
        var sequence = await answer;
        _latencies.Add((long)Stopwatch.GetElapsedTime(at).TotalMicroseconds);
        if (sequence != ++_answered)
        {
            _faults++;
        }
    }

    private async Task ReadAsync(ParleyRoom room)
    {
        await foreach (var item in room.ReadAllAsync())
        {
            if (item is not MessageEvent message || message.Sequence != ++_read || message.Text.Length != textBytes)
            {
                _faults++;
            }
        }
    }
}
