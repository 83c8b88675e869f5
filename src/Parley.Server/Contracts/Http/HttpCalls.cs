using Microsoft.AspNetCore.Http;
using Parley.Protocol.V1;
using Parley.Server.Contracts.Rooms;

namespace Parley.Server.Contracts.Http;

/// <summary>The unary calls of the room contract as JSON over HTTP.</summary>
internal sealed class HttpCalls(RoomCalls calls, PostBody body)
{
    private const string After = "after";
    private const string Before = "before";
    private const string PageSize = "pageSize";
    private const string Epoch = "epoch";

    /// <summary>Posts into a room.</summary>
    public async Task PostAsync(HttpContext http)
    {
        HttpQuery.Read(http);
        var request = await body.ReadAsync(http, RoomPath.Read(http));
        await HttpAnswer.WriteAsync(http, await calls.PostAsync(request));
    }

    /// <summary>Lists a page of a room's events.</summary>
    public async Task ListEventsAsync(HttpContext http)
    {
        var query = HttpQuery.Read(http, After, Before, PageSize, Epoch);
        var request = new ListEventsRequest
        {
            Room = RoomPath.Read(http),
            Epoch = query.Text(Epoch),
            PageSize = ReadPageSize(query),
        };
        query.RequireOne(After, Before);
        if (query.Number(After, long.MaxValue) is { } after)
        {
            request.After = after;
        }

        if (query.Number(Before, long.MaxValue) is { } before)
        {
            request.Before = before;
        }

        await HttpAnswer.WriteAsync(http, await calls.ListEventsAsync(request, http, http.RequestAborted));
    }

    /// <summary>Lists a page of the rooms that have had an event.</summary>
    public async Task ListRoomsAsync(HttpContext http)
    {
        var query = HttpQuery.Read(http, After, PageSize);
        var request = new ListRoomsRequest { After = query.Text(After), PageSize = ReadPageSize(query) };
        await HttpAnswer.WriteAsync(http, await calls.ListRoomsAsync(request, http, http.RequestAborted));
    }

    /// <summary>Lists a page of a room's present members.</summary>
    public async Task ListMembersAsync(HttpContext http)
    {
        var query = HttpQuery.Read(http, After, PageSize);
        var request = new ListMembersRequest
        {
            Room = RoomPath.Read(http),
            After = query.Text(After),
            PageSize = ReadPageSize(query),
        };
        await HttpAnswer.WriteAsync(http, await calls.ListMembersAsync(request, http, http.RequestAborted));
    }

    private static int ReadPageSize(HttpQuery query) => (int)(query.Number(PageSize, RoomCalls.MaxPageSize) ?? 0);
}
