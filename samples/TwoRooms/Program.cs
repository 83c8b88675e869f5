// Many rooms over one stream: type in either room, read both. A room that is read slowly does not hold up the other.
//   dotnet run --project samples/TwoRooms [address]
using Parley.Client;
using Parley.Protocol;

var address = args is [var given, ..] ? given : "http://localhost:50051";
await using var parley = await ParleyClient.ConnectAsync(address, new() { User = Environment.UserName });
var lobby = await parley.JoinAsync("lobby");
var kitchen = await parley.JoinAsync("kitchen");
var reading = Task.WhenAll(ReadAsync(lobby), ReadAsync(kitchen));
Console.WriteLine("Type to talk in the lobby. Start a line with /k to talk in the kitchen.");

while (Console.ReadLine() is { } line)
{
    await (line.StartsWith("/k ", StringComparison.Ordinal) ? kitchen.SayAsync(line[3..]) : lobby.SayAsync(line));
}

await lobby.LeaveAsync();
await kitchen.LeaveAsync();
await reading;

static async Task ReadAsync(ParleyRoom room)
{
    await foreach (var item in room.ReadAllAsync())
    {
        Console.WriteLine($"{room.Name}> {SafeText.Clean($"{item}")}");
    }
}
