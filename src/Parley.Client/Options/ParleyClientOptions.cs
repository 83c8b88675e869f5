using System.Text;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Protocol;

namespace Parley.Client;

/// <summary>The settings of a client. Only <see cref="User"/> is required.</summary>
public sealed record ParleyClientOptions
{
    private const int MinRoomBufferBytes = 64 * 1024;

    /// <summary>The user's name: 1 to 128 bytes of UTF-8, not only white space, without control characters. Required.</summary>
    public string User { get; init; } = "";

    /// <summary>Name and version of the program, for the server's logs. At most 128 bytes of UTF-8; default <c>Parley.Client/</c> and its
    /// version.</summary>
    public string ClientName { get; init; } = $"Parley.Client/{typeof(ParleyClientOptions).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>How long to wait before connecting again.</summary>
    public Backoff Backoff { get; init; } = new();

    /// <summary>Longest time from the first packet to the server's welcome. More than 0; default 10 s. After that, the attempt has
    /// failed.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time <see cref="ParleyClient.DisposeAsync"/> waits for the answers to posts. 0 or more; default 5 s. After that,
    /// posts that were sent and not answered fail with <see cref="OutcomeUnknownException"/>.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the client retries, with the same command id, what the server refuses temporarily. 0 or more; default 30 s. After
    /// that, the caller gets the error. Time without a connection does not count.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Memory for events of one room that were received but not read yet, in bytes, approximately. At least 64 KiB; default 1 MiB.
    /// When the buffer is full, the client stops reading from the server if nothing else needs the connection; otherwise it drops the
    /// room's events and reads them again later. See <see cref="ParleyRoom.ReadAllAsync"/>.</summary>
    public int RoomBufferBytes { get; init; } = 1024 * 1024;

    /// <summary>How long a room with a full buffer may hold up the client's other rooms. At least 1 ms; default 100 ms.</summary>
    public TimeSpan RoomBufferTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many posts may wait in the client while as many as the server allows are in flight. 0 or more; default 65,536. Any
    /// further post fails at once with <see cref="ParleyCode.Overloaded"/> and is not sent.</summary>
    public int MaxWaitingPosts { get; init; } = 65_536;

    /// <summary>Changes the channel that is created for an address: credentials, TLS, handlers. Not called for a channel that the caller
    /// provides.</summary>
    public Action<GrpcChannelOptions>? ConfigureChannel { get; init; }

    /// <summary>Creates a command id: 1 to 64 bytes of UTF-8, never used twice by this user. Called from any thread. Default: a version 7
    /// UUID.</summary>
    public Func<string>? NewCommandId { get; init; }

    /// <summary>Source of the jitter: returns a number from 0 up to, but not including, 1. Called from any thread. Default: the
    /// runtime's shared random numbers.</summary>
    public Func<double>? NextRandom { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Creates the client's loggers. Default: the client logs nothing.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal string CreateCommandId() => NewCommandId?.Invoke() ?? Guid.CreateVersion7(TimeProvider.GetUtcNow()).ToString("N");

#pragma warning disable RS0030 // The default of the client's only source of randomness.
    internal double DrawRandom() => NextRandom?.Invoke() ?? Random.Shared.NextDouble();
#pragma warning restore RS0030

    internal void Validate()
    {
        if (UserName.Validate(User) is { } error)
        {
            throw new ArgumentException(error, nameof(User));
        }

        if (Encoding.UTF8.GetByteCount(ClientName) > ProtocolLimits.UserBytes)
        {
            throw new ArgumentException($"The client name is longer than {ProtocolLimits.UserBytes} bytes of UTF-8.", nameof(ClientName));
        }

        Backoff.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(CloseTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RoomBufferBytes, MinRoomBufferBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(RoomBufferTimeout, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWaitingPosts);
    }
}
