using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using Parley.Protocol.V1;
using Event = Parley.Rooms.Event;

namespace Parley.Command.Chat;

/// <summary>A room's numbered events from a server, page by page.</summary>
internal static class RemoteHistory
{
    private const int PageSize = 1_000;

    /// <summary>The events after a sequence, up to what the room had when the reading began.</summary>
    /// <exception cref="ChatEndedException">The server cannot be reached, or does not answer.</exception>
    public static async IAsyncEnumerable<Event> ReadAfterAsync(
        ConnectionOptions options, long sequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(options.Server, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, UseProxy = false },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
        });
        var rooms = new RoomService.RoomServiceClient(channel);
        var head = long.MaxValue;
        while (sequence < head)
        {
            var page = await AskAsync(rooms, options, sequence, cancellationToken);
            head = Math.Min(head, page.HeadSequence);
            if (page.Events.Count == 0)
            {
                yield break;
            }

            foreach (var @event in page.Events)
            {
                sequence = @event.Sequence;
                yield return new Event(
                    sequence, @event.User, DateTimeOffset.FromUnixTimeMilliseconds(@event.TimeMs), @event.Content?.Message?.Text ?? "", @event.CommandId);
            }
        }
    }

    private static async Task<ListEventsResponse> AskAsync(
        RoomService.RoomServiceClient rooms, ConnectionOptions options, long after, CancellationToken cancellationToken)
    {
        try
        {
            return await rooms.ListEventsAsync(
                new ListEventsRequest { Room = options.Room, After = after, PageSize = PageSize }, cancellationToken: cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unimplemented)
        {
            throw new ChatEndedException($"{ChatFailure.Show(options.Server)} does not number its messages: --after needs a Parley server.", exception);
        }
        catch (RpcException exception)
        {
            throw ChatFailure.Unreachable(options.Server, exception);
        }
    }
}
