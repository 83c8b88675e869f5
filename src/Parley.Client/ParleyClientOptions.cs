using System.Text;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Protocol;

namespace Parley.Client;

/// <summary>What a client is told once. Only <see cref="User"/> must be.</summary>
public sealed record ParleyClientOptions
{
    /// <summary>The user's name: 1 to 128 bytes of UTF-8, not only white space, no control characters. There is no default.</summary>
    public string User { get; init; } = "";

    /// <summary>Name and version of the program, for the server's log. At most 128 bytes; default <c>Parley.Client/</c> and its version.</summary>
    public string ClientName { get; init; } = $"Parley.Client/{typeof(ParleyClientOptions).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>How long to wait before connecting again.</summary>
    public Backoff Backoff { get; init; } = new();

    /// <summary>Longest time from the first packet to the server's welcome. More than 0; default 10 s. Then the attempt has failed.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time <see cref="ParleyClient.DisposeAsync"/> waits for the answers to what was said. 0 or more; default 5 s. Then posts
    /// without an answer fail with <see cref="OutcomeUnknownException"/>.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the client itself tries again what the server refuses for the moment, with the same command id. 0 or more; default
    /// 30 s. Then the caller is told the refusal. Time without a connection does not count.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Memory for events of one room that were received and not read yet, in bytes, roughly. 64 KiB or more; default 1 MiB. When it is
    /// full, the client stops reading from the server as long as nobody else needs it, else the room's events are read again later; see
    /// <see cref="ParleyRoom.ReadAllAsync"/>.</summary>
    public int RoomBufferBytes { get; init; } = 1024 * 1024;

    /// <summary>How long a room whose buffer is full may hold up the other rooms of the client. 1 ms or more; default 100 ms.</summary>
    public TimeSpan RoomBufferPatience { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Posts that may wait for their turn: the server limits how many may be on their way. 0 or more; default 65,536. One more fails at
    /// once with <c>CODE_OVERLOADED</c>, and was not sent.</summary>
    public int MaxWaitingPosts { get; init; } = 65_536;

    /// <summary>Changes how an address is connected to: credentials, TLS, handlers. Not called for a channel that was given.</summary>
    public Action<GrpcChannelOptions>? ConfigureChannel { get; init; }

    /// <summary>Makes a command id: 1 to 64 bytes of UTF-8, unique for this user for ever. Called from any thread. Default: a UUID, version 7.</summary>
    public Func<string>? NewCommandId { get; init; }

    /// <summary>Where jitter comes from: a number from 0 to 1, without 1. Called from any thread. Default: random.</summary>
    public Func<double>? NextRandom { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the client logs to. Default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal string CreateCommandId() => NewCommandId?.Invoke() ?? Guid.CreateVersion7(TimeProvider.GetUtcNow()).ToString("N");

#pragma warning disable RS0030 // The one default of the one place randomness comes from.
    internal double CreateRandom() => NextRandom?.Invoke() ?? Random.Shared.NextDouble();
#pragma warning restore RS0030

    internal void Validate()
    {
        if (UserName.Validate(User) is { } error)
        {
            throw new ArgumentException(error, nameof(User));
        }

        if (Encoding.UTF8.GetByteCount(ClientName) > ProtocolLimits.UserBytes)
        {
            throw new ArgumentException($"The client's name is longer than {ProtocolLimits.UserBytes} bytes of UTF-8.", nameof(ClientName));
        }

        Backoff.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(CloseTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RoomBufferBytes, 64 * 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(RoomBufferPatience, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWaitingPosts);
    }
}
