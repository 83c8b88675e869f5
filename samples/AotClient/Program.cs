// The client as a single native executable, without the .NET runtime.
//   dotnet restore && dotnet publish samples/AotClient -r linux-x64 --no-restore    (with clang, or gcc and -p:CppCompilerAndLinker=gcc)
using Parley.Client;
using Parley.Protocol;

var address = args is [var given, ..] ? given : "http://localhost:50051";
await using var parley = await ParleyClient.ConnectAsync(address, new() { User = "native" });
var room = await parley.JoinAsync("lobby");
var sequence = await room.SayAsync("hello");

await foreach (var item in room.ReadAllAsync())
{
    Console.WriteLine(SafeText.Clean($"{item}"));
    if (item.Position.Sequence == sequence)
    {
        break;
    }
}
