// A program that saves its position resumes after it, even after a crash. Kill this one and start it again.
//   dotnet run --project samples/ResumeAfterACrash [address] [file]
using Parley.Client;
using Parley.Protocol;

var address = args is [var given, ..] ? given : "http://localhost:50051";
var file = args is [_, var path, ..] ? path : "position.txt";
var from = File.Exists(file) ? From.After(Position.Parse(await File.ReadAllTextAsync(file))) : From.Beginning;

await using var parley = await ParleyClient.ConnectAsync(address, new() { User = "clerk" });
var room = await parley.JoinAsync("lobby", from);

await foreach (var item in room.ReadAllAsync())
{
    var line = item is NotResumed lost ? $"The log was replaced: {lost.Lost} is gone." : $"{item.Position.Sequence} {item}";
    Console.WriteLine(SafeText.Clean(line));

    // Saved after the item was processed, and by a rename: a crash at any point leaves the old position or the new one, never half of one.
    // So an item may be processed twice, but none is skipped.
    await File.WriteAllTextAsync(file + ".new", room.Position.ToString());
    File.Move(file + ".new", file, overwrite: true);
}
