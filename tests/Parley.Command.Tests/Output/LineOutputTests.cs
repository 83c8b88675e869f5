using System.Threading.Channels;
using Parley.Command.Output;
using Parley.Testing;

namespace Parley.Command.Tests.Output;

public sealed class LineOutputTests
{
    [Fact]
    public async Task Print_NothingMoreReady_Flushes()
    {
        var items = Channel.CreateUnbounded<int>();
        var bytes = new MemoryStream();
        var flushed = new SemaphoreSlim(0);
        await using var writer = new FlushReportingWriter(bytes, flushed);
        items.Writer.TryWrite(1);
        items.Writer.TryWrite(2);

        var printing = new LineOutput(writer).PrintAsync(items.Reader.ReadAllAsync(), item => item == 1 ? null : $"line {item}");
        Assert.True(await flushed.WaitAsync(Deadline.Step));

        Assert.Equal("line 2\n", System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
        items.Writer.Complete();
        await printing.Within("the end");
    }

    private sealed class FlushReportingWriter : StreamWriter
    {
        private readonly SemaphoreSlim _flushed;

        public FlushReportingWriter(Stream stream, SemaphoreSlim flushed)
            : base(stream) => (_flushed, NewLine) = (flushed, "\n");

        public override async Task FlushAsync()
        {
            await base.FlushAsync();
            _flushed.Release();
        }
    }
}
