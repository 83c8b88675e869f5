using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Parley.Protocol;
using Parley.Protocol.V1;

namespace Parley.Server.Sessions;

/// <summary>Reads what the client sends, frame by frame, until it ends or breaks a rule that ends it.</summary>
internal sealed class SessionReader(IAsyncStreamReader<ClientFrame> input, Outbox outbox, Heartbeat heartbeat)
{
    private const int MaxWithoutPause = 64;

    private static readonly Farewell TooLarge = new(
        Code.Malformed, $"A frame is larger than {ProtocolLimits.FrameBytes} bytes. Send the text in parts.", Broken: false);

    /// <summary>The first frame, if it is a Hello; else why the session ends.</summary>
    public async Task<(Hello? Hello, Farewell? Farewell)> ReadHelloAsync(CancellationToken stopped, CancellationToken gone)
    {
        Hello? hello = null;
        var farewell = await GuardAsync(
            async () =>
            {
                if (!await input.MoveNext(stopped))
                {
                    return Farewell.ByClient;
                }

                heartbeat.Heard();
                hello = input.Current.Hello;
                return Check(hello);
            },
            gone);
        return (hello, farewell);
    }

    /// <summary>Hands on frames in order, until there are no more.</summary>
    /// <param name="handle">Answers a frame through the outbox.</param>
    /// <param name="pause">Called whenever no further frame is at hand, or many were.</param>
    /// <param name="stopped">Ends the reading.</param>
    /// <param name="gone">Fires when the client is gone.</param>
    /// <returns>Why the session ends; <c>null</c> if reading was stopped from here.</returns>
    public Task<Farewell?> ReadAsync(Func<ClientFrame, ValueTask> handle, Action pause, CancellationToken stopped, CancellationToken gone) => GuardAsync(
        async () =>
        {
            for (var i = 1; ; i++)
            {
                var next = input.MoveNext(stopped);
                if (!next.IsCompleted || i % MaxWithoutPause == 0)
                {
                    pause();
                }

                if (!await next)
                {
                    return Farewell.ByClient;
                }

                heartbeat.Heard();
                await UnreadAsync(handle(input.Current), pause);
                await UnreadAsync(outbox.WaitForSpaceAsync(stopped), pause);
            }
        },
        gone);

    /// <summary>Waits for something that is not the client's to hurry: it counts as heard meanwhile.</summary>
    private async ValueTask UnreadAsync(ValueTask step, Action pause)
    {
        if (step.IsCompleted)
        {
            await step;
            return;
        }

        heartbeat.Pause();
        pause();
        await step;
        heartbeat.Resume();
    }

    private static Farewell? Check(Hello? hello) => hello switch
    {
        null => new Farewell(Code.HelloExpected, "The first frame of a session is a Hello.", Broken: false),
        { ProtocolVersion: not Versions.Protocol } => new Farewell(
            Code.VersionUnsupported,
            $"This server speaks protocol version {Versions.Protocol}; the client asked for {hello.ProtocolVersion}.",
            Broken: false),
        _ when UserName.Validate(hello.User) is { } error => new Farewell(Code.Invalid, error, Broken: false),
        _ when Encoding.UTF8.GetByteCount(hello.Client) > ProtocolLimits.UserBytes => new Farewell(
            Code.Invalid, $"The client's name is longer than {ProtocolLimits.UserBytes} bytes of UTF-8.", Broken: false),
        _ => null,
    };

    private static async Task<Farewell?> GuardAsync(Func<Task<Farewell?>> read, CancellationToken gone)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            return new Farewell(Code.Malformed, $"Not a valid parley.v1.ClientFrame: {exception.Message}", Broken: false);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.ResourceExhausted)
        {
            return TooLarge;
        }
        catch (RpcException exception)
        {
            return new Farewell(Code.Malformed, exception.Status.Detail, Broken: false);
        }
        catch (Exception) when (gone.IsCancellationRequested)
        {
            return Farewell.Gone;
        }
        catch (IOException)
        {
            // Either the client is gone and nobody reads this, or the length of a frame is beyond what can be counted.
            return TooLarge with { Broken = true };
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return Farewell.Gone;
        }
    }
}
