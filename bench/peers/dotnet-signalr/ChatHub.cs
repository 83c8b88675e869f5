using Microsoft.AspNetCore.SignalR;

namespace Parley.Peers.SignalR;

/// <summary>A chat as SignalR's documentation writes it: a group per room, named by the query's <c>room</c>.</summary>
internal sealed class ChatHub(TimeProvider time) : Hub
{
    private const string DefaultRoom = "lobby";

    private string Room => Context.GetHttpContext()?.Request.Query["room"].FirstOrDefault() ?? DefaultRoom;

    public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, Room);

    public Task Say(string user, string text) => Clients.Group(Room).SendAsync("message", user, text, time.GetUtcNow().ToUnixTimeSeconds());
}
