using Parley.Engine.Routing.Local;
using Parley.Testing;

namespace Parley.Engine.Tests.Routing;

/// <summary>One continuation at a time, in order, whoever queues it.</summary>
public sealed class RoomSchedulerTests
{
    private const int Tasks = 200;
    private const int Steps = 50;

    private readonly TaskFactory _room = new(new RoomScheduler());
    private int _running;
    private int _overlaps;

    [Fact]
    public async Task Run_ManyTasksFromManyThreads_NeverOverlap()
    {
        var work = Enumerable.Range(0, Tasks).Select(_ => Task.Run(() => _room.StartNew(StepAsync).Unwrap()));

        await Task.WhenAll(work).WaitAsync(Deadline.Step);

        Assert.Equal(0, _overlaps);
    }

    [Fact]
    public async Task Run_TasksQueuedInOrder_BeginInOrder()
    {
        var begun = new List<int>();

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(i => _room.StartNew(() => begun.Add(i)))).WaitAsync(Deadline.Step);

        Assert.Equal(Enumerable.Range(0, Tasks), begun);
    }

    [Fact]
    public async Task Complete_WhatAnotherCallAwaits_DoesNotRunItInBetween()
    {
        var order = new List<string>();
        var source = new TaskCompletionSource();
        var waiting = _room.StartNew(async () =>
        {
            await source.Task;
            order.Add("continued");
        }).Unwrap();

        await _room.StartNew(() =>
        {
            source.SetResult();
            order.Add("completed");
        }).WaitAsync(Deadline.Step);
        await waiting.WaitAsync(Deadline.Step);

        Assert.Equal(["completed", "continued"], order);
    }

    private async Task StepAsync()
    {
        for (var i = 0; i < Steps; i++)
        {
            _overlaps += Interlocked.Increment(ref _running) == 1 ? 0 : 1;
            Thread.SpinWait(10);
            Interlocked.Decrement(ref _running);
            await Task.Yield();
        }
    }
}
