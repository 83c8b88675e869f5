using Google.Protobuf;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Server.Sessions.Writing;
using Parley.Server.Transports;

namespace Parley.Server.Sessions.Reading;

/// <summary>Reads the client's frames until there are no more, or one breaks a rule that ends the session.</summary>
internal sealed class SessionReader(ISessionTransport transport, Outbox outbox, Heartbeat heartbeat)
{
    // A client that always has another frame ready would otherwise never have its posts sent.
    private const int MaxWithoutPause = 64;

    private static readonly Farewell TooLarge = new(
        ParleyCode.Malformed, $"A frame is larger than {ProtocolLimits.FrameBytes} bytes. Send the text in parts.", IsBroken: false);

    /// <summary>Reads the first frame.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The Hello, or why the session ends; neither if reading was stopped.</returns>
    public async Task<(Hello? Hello, Farewell? Farewell)> ReadHelloAsync(CancellationToken cancellationToken)
    {
        try
        {
            var read = await transport.ReadAsync(cancellationToken);
            if (read.End != ReadEnd.None)
            {
                return (null, ToFarewell(read));
            }

            heartbeat.OnReceived();
            var hello = ClientFrame.Parser.ParseFrom(read.Frame).Hello;
            return Greeting.Validate(hello) is { } farewell ? (null, farewell) : (hello, null);
        }
        catch (InvalidProtocolBufferException exception)
        {
            return (null, Malformed(exception));
        }
        catch (OperationCanceledException)
        {
            return (null, Stopped());
        }
    }

    /// <summary>Passes frames on, in order, until there are no more.</summary>
    /// <param name="handler">Answers a frame through the outbox.</param>
    /// <param name="pause">Called when no further frame has arrived yet, and after every 64 frames.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Why the session ends; <c>null</c> if reading was stopped.</returns>
    public async Task<Farewell?> ReadAsync(FrameHandler handler, Action pause, CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 1; ; i++)
            {
                var next = transport.ReadAsync(cancellationToken);
                if (!next.IsCompleted || i % MaxWithoutPause == 0)
                {
                    pause();
                }

                var read = await next;
                if (read.End != ReadEnd.None)
                {
                    return ToFarewell(read);
                }

                heartbeat.OnReceived();
                await WaitUnreadAsync(handler.HandleAsync(read.Frame), pause);
                await WaitUnreadAsync(outbox.WaitForSpaceAsync(cancellationToken), pause);
            }
        }
        catch (Exception) when (transport.Gone.IsCancellationRequested)
        {
            // A client that is gone may surface as any exception.
            return Farewell.Gone;
        }
        catch (InvalidProtocolBufferException exception)
        {
            return Malformed(exception);
        }
        catch (OperationCanceledException)
        {
            return Stopped();
        }
    }

    private static Farewell Malformed(InvalidProtocolBufferException exception) => new(
        ParleyCode.Malformed, $"Not a valid {ClientFrame.Descriptor.FullName}: {exception.Message}", IsBroken: false);

    private static Farewell ToFarewell(FrameRead read) => read.End switch
    {
        ReadEnd.Completed => Farewell.ByClient,
        ReadEnd.Malformed => new Farewell(ParleyCode.Malformed, read.Reason, IsBroken: false),
        ReadEnd.TooLarge => TooLarge,
        ReadEnd.Broken => TooLarge with { IsBroken = true },
        _ => Farewell.Gone,
    };

    private Farewell? Stopped() => transport.Gone.IsCancellationRequested ? Farewell.Gone : null;

    /// <summary>Waits for something other than the client's next frame. Meanwhile the client does not count as silent.</summary>
    private async ValueTask WaitUnreadAsync(ValueTask step, Action pause)
    {
        if (step.IsCompleted)
        {
            await step;
            return;
        }

        heartbeat.Pause();

        // The wait may be for the answers to posts that have collected but are not sent yet.
        pause();
        await step;
        heartbeat.Resume();
    }
}
