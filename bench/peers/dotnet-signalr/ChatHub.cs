using Microsoft.AspNetCore.SignalR;

namespace Parley.Peers.SignalR;

/// <summary>A chat as in SignalR's documentation: a group per room, named by <c>room</c> in the query.</summary>
internal sealed class ChatHub(TimeProvider time) : Hub
{
    private const string DefaultRoom = "lobby";

    private string Room => Context.GetHttpContext()?.Request.Query["room"].FirstOrDefault() ?? DefaultRoom;

    public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, Room);

    public Task Say(string user, string text) => Clients.Group(Room).SendAsync("message", user, text, time.GetUtcNow().ToUnixTimeSeconds());
}
