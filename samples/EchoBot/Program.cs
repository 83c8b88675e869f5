// A bot that answers every message, and none twice: the command id of each answer is derived from the message it answers.
//   dotnet run --project samples/EchoBot [address]
using Parley.Client;

var address = args is [var given, ..] ? given : "http://localhost:50051";
await using var parley = await ParleyClient.ConnectAsync(address, new() { User = "echo" });
var room = await parley.JoinAsync("lobby", From.Last(10));
Console.WriteLine($"in {room.Name} with {string.Join(", ", room.Members)}");

await foreach (var item in room.ReadAllAsync())
{
    if (item is MessageEvent message && message.User != parley.User)
    {
        await room.SayAsync($"{message.User} said: {message.Text}", commandId: $"echo-{message.Sequence}");
    }
}
