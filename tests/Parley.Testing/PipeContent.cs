using System.IO.Pipelines;
using System.Net;

namespace Parley.Testing;

/// <summary>A request body that is sent as it is written. The headers are sent before its first byte.</summary>
public sealed class PipeContent(PipeReader reader) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync();
        while (true)
        {
            var read = await reader.ReadAsync();
            foreach (var memory in read.Buffer)
            {
                await stream.WriteAsync(memory);
            }

            await stream.FlushAsync();
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
