using System.CommandLine;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>replay</c>: how fast readers receive a whole room.</summary>
internal static class ReplayCommand
{
    private static readonly Option<int> Events = CommonOptions.Count(
        "--events", 1_000_000, 1, "N", "Events to post into a new room and to read.");
    private static readonly Option<int> Readers = CommonOptions.Count(
        "--readers", 1, 1, "N", "Readers of the whole room at the same time, each on a connection of its own; at most 1,000.", max: 1_000);
    private static readonly Option<int> Rounds = CommonOptions.Count("--rounds", 1, 1, "N", "How often every reader reads the room.");
    private static readonly Option<string?> Room = new("--room") { Description = "The room's name; else a new one.", HelpName = "NAME" };
    private static readonly Option<bool> Filled = new("--filled")
    {
        Description = "Do not post: an earlier replay filled this room with as many events. Needs --room.",
    };

    public static Command Create()
    {
        var command = new Command(
            "replay", "Fills a new room by posting, then reads all of it: events per second of all readers, and the server's memory.")
        {
            Events, Readers, Rounds, Room, Filled, CommonOptions.Text,
        };
        CommonOptions.AddTo(command, hasWarmUp: false, hasSeconds: false);
        WorkloadCommand.SetRun(command, (parsed, workload) =>
        {
            if (!workload.Protocol.HasHistory)
            {
                throw new UsageException($"{workload.Protocol.Name} keeps no history.");
            }

            var options = Options(parsed);
            return options is { IsFilled: true, Room: null }
                ? throw new UsageException("--filled needs --room.")
                : new Replay(workload, options).Run();
        });
        return command;
    }

    private static ReplayOptions Options(ParseResult parsed) => new()
    {
        Events = parsed.GetValue(Events),
        TextBytes = parsed.GetValue(CommonOptions.Text),
        Readers = parsed.GetValue(Readers),
        Rounds = parsed.GetValue(Rounds),
        Room = parsed.GetValue(Room),
        IsFilled = parsed.GetValue(Filled),
    };
}
