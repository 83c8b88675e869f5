using System.Net;

namespace Parley.Client.Wire;

/// <summary>A request body that sends writes together if they are ready together.</summary>
internal sealed class BatchingContent : HttpContent
{
    private readonly HttpContent _content;

    public BatchingContent(HttpContent content)
    {
        _content = content;
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var batching = new BatchingStream(stream, cancellationToken);
        await using (batching.ConfigureAwait(false))
        {
            await _content.CopyToAsync(batching, context, cancellationToken).ConfigureAwait(false);
            await batching.DrainAsync().ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _content.Dispose();
        base.Dispose(disposing);
    }
}
