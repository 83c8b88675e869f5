// One idea: who writes down its position goes on after it, whatever happened in between. Kill this, and start it again.
//   dotnet run --project samples/ResumeAfterACrash [address] [file]
using Parley.Client;

var address = args is [var given, ..] ? given : "http://localhost:50051";
var file = args is [_, var path, ..] ? path : "position.txt";
var from = File.Exists(file) ? From.After(Position.Parse(await File.ReadAllTextAsync(file))) : From.Beginning;

await using var parley = await ParleyClient.ConnectAsync(address, new() { User = "clerk" });
var room = await parley.JoinAsync("lobby", from);

await foreach (var item in room.ReadAllAsync())
{
    Console.WriteLine(item is NotResumed lost ? $"The log is another one now: {lost.Lost} is no more." : $"{item.Position.Sequence} {item}");

    // First beside it, then in its place: a crash between the two leaves the old position, and an item is dealt with twice rather than never.
    await File.WriteAllTextAsync(file + ".new", room.Position.ToString());
    File.Move(file + ".new", file, overwrite: true);
}
