namespace Parley.Client.Wire;

/// <summary>
/// Under gRPC, every frame is written and flushed on its own, and read in two small pieces. This lets frames that are ready together
/// travel together, and reads the socket in large pieces; what is on the wire is the same.
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
