// One idea: many rooms over one stream. What is typed goes to one room, and both are heard; a room that is read slowly holds up no other.
//   dotnet run --project samples/TwoRooms [address]
using Parley.Client;

var address = args is [var given, ..] ? given : "http://localhost:50051";
await using var parley = await ParleyClient.ConnectAsync(address, new() { User = Environment.UserName });
var lobby = await parley.JoinAsync("lobby");
var kitchen = await parley.JoinAsync("kitchen");
var hearing = Task.WhenAll(HearAsync(lobby), HearAsync(kitchen));
Console.WriteLine("Type to talk in the lobby, and /k before what you say in the kitchen.");

while (Console.ReadLine() is { } line)
{
    await (line.StartsWith("/k ", StringComparison.Ordinal) ? kitchen.SayAsync(line[3..]) : lobby.SayAsync(line));
}

await lobby.LeaveAsync();
await kitchen.LeaveAsync();
await hearing;

static async Task HearAsync(ParleyRoom room)
{
    await foreach (var item in room.ReadAllAsync())
    {
        Console.WriteLine($"{room.Name}> {item}");
    }
}
