using System.CommandLine;
using Parley.Load.Sampling;

namespace Parley.Load.Commands;

/// <summary><c>sample</c>: the process that <c>fan-out --sample</c> starts; hidden from the help.</summary>
internal static class SampleCommand
{
    public const string Name = "sample";

    private static readonly Option<int> Readers = CommonOptions.Count("--readers", 1, 1, "N", "Readers.");
    private static readonly Option<string> RoomName = new("--room-name") { Required = true };
    private static readonly Option<int> Rooms = CommonOptions.Count("--rooms", 1, 1, "N", "Rooms.");
    private static readonly Option<int> Senders = CommonOptions.Count("--senders", 1, 1, "N", "Senders.");

    public static Command Create()
    {
        var command = new Command(Name, "Reads with the official client.")
        {
            CommonOptions.Server, CommonOptions.Tls, Readers, RoomName, Rooms, Senders,
        };
        command.Hidden = true;
        command.SetAction((parsed, _) => new Sample(new SampleOptions
        {
            Server = parsed.GetRequiredValue(CommonOptions.Server),
            Tls = parsed.GetValue(CommonOptions.Tls),
            Readers = parsed.GetValue(Readers),
            RoomName = parsed.GetRequiredValue(RoomName),
            Rooms = parsed.GetValue(Rooms),
            Senders = parsed.GetValue(Senders),
        }).RunAsync(Console.In, Console.Out));
        return command;
    }
}
