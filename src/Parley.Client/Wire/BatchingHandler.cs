namespace Parley.Client.Wire;

/// <summary>
/// The gRPC library writes and flushes every frame on its own, and reads each in two small pieces. Beneath it, this handler sends frames
/// together if they are ready together, and reads the socket in large pieces. The bytes on the wire stay the same.
/// </summary>
internal sealed class BatchingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            request.Content = new BatchingContent(content);
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffered = new StreamContent(new BufferingStream(body));
        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            buffered.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = buffered;
        return response;
    }
}
