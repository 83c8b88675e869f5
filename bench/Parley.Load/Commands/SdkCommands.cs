using System.CommandLine;
using Parley.Client;
using Parley.Load.Measuring;
using Parley.Load.Sdk;
using Parley.Load.Workloads;

namespace Parley.Load.Commands;

/// <summary><c>sdk-post</c>, <c>sdk-replay</c>, <c>sdk-rooms</c>: measure the .NET client in this process, and the server.</summary>
internal static class SdkCommands
{
    private static readonly Option<int> Window = CommonOptions.Count("--window", 1_000, 1, "N", "Unanswered posts.");
    private static readonly Option<int> Events = CommonOptions.Count(
        "--events", 1_000_000, 1, "N", "Events to post into a new room and to read.");
    private static readonly Option<int> Rooms = CommonOptions.Count("--rooms", 1_000, 1, "N", "Rooms to join.");
    private static readonly Option<int> Messages = CommonOptions.Count(
        "--messages", 1_000, 1, "N", "Single messages, with many rooms and with one.");

    public static Command Post() => Create(
        new Command("sdk-post", "The .NET client: answered posts per second of one client in one room, and the client's cost of each.")
        {
            Window,
        },
        isTimed: true,
        (parsed, workload, text) => new SdkPost(workload, parsed.GetValue(Window), text).RunAsync());

    public static Command Replay() => Create(
        new Command("sdk-replay", "The .NET client: fills a new room, then reads it: events per second, and the client's cost of each.")
        {
            Events,
        },
        isTimed: false,
        (parsed, workload, text) => new SdkReplay(workload, parsed.GetValue(Events), text).RunAsync());

    public static Command ManyRooms() => Create(
        new Command("sdk-rooms", "The .NET client: joins many rooms in one session; latency of single messages there and with one room.")
        {
            Rooms, Messages,
        },
        isTimed: false,
        (parsed, workload, text) => new SdkRooms(workload, parsed.GetValue(Rooms), parsed.GetValue(Messages), text).RunAsync());

    private static Command Create(Command command, bool isTimed, Func<ParseResult, WorkloadOptions, int, Task<Result>> run)
    {
        command.Options.Add(CommonOptions.Text);
        CommonOptions.AddTo(command, hasWarmUp: isTimed, hasSeconds: isTimed, hasProtocol: false);
        WorkloadCommand.SetRun(command, (parsed, workload) =>
        {
            try
            {
                return run(parsed, workload, parsed.GetValue(CommonOptions.Text)).GetAwaiter().GetResult();
            }
            catch (ParleyException exception)
            {
                throw new LoadException($"{exception.Code}: {exception.Message}");
            }
        });
        return command;
    }
}
