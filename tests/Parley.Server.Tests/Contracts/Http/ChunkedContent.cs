using System.Net;
using System.Text;

namespace Parley.Server.Tests.Contracts.Http;

/// <summary>A body of unknown length.</summary>
internal sealed class ChunkedContent : HttpContent
{
    private readonly byte[] _bytes;

    public ChunkedContent(string body)
    {
        _bytes = Encoding.UTF8.GetBytes(body);
        Headers.ContentType = new("application/json");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (var chunk in _bytes.Chunk(10_000))
        {
            await stream.WriteAsync(chunk);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
