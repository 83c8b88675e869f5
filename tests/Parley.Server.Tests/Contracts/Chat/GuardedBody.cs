using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Parley.Server.Tests.Contracts.Chat;

/// <summary>A response body whose writer is guarded.</summary>
internal sealed class GuardedBody(IHttpResponseBodyFeature inner, WriterGuard guard) : IHttpResponseBodyFeature
{
    public Stream Stream => inner.Stream;

    public PipeWriter Writer { get; } = new GuardedWriter(inner.Writer, guard);

    public Task CompleteAsync() => inner.CompleteAsync();

    public void DisableBuffering() => inner.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);
}
