using Parley.Client.Wire;

namespace Parley.Client.Tests.Wire;

/// <summary>A socket that is busy until it is released.</summary>
internal sealed class HeldStream : WriteOnlyStream
{
    private readonly TaskCompletionSource _released = new();

    public List<byte[]> Written { get; } = [];

    public void Release() => _released.SetResult();

    public void Break() => _released.SetException(new IOException("broken"));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written.Add(buffer.ToArray());
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _released.Task;
}
