using System.CommandLine;
using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Offline;
using Parley.Protocol;
using Parley.Server.Operations.Operator;

namespace Parley.Command.Operator;

/// <summary><c>parley trim</c>: removes the oldest events of a room, once.</summary>
internal static class TrimCommand
{
    private static readonly Option<string> Keep = new("--keep")
    {
        Description = "What the room keeps, such as '90d,5000events,10GiB'.",
        HelpName = "LIMITS",
        Required = true,
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("trim", "Remove the oldest events of a room, for good; a server must be running.")
        {
            OperatorCommand.Room, Keep, DataOption.Data,
        };
        command.SetAction((parsed, _) => OperatorCommand.RunAsync(
            parsed,
            (client, cancellationToken) =>
                client.TrimAsync(OperatorCommand.ReadRoom(parsed), parsed.GetRequiredValue(Keep), cancellationToken),
            Print,
            unfinished: "everything was removed: a part may be. Run the command again"));
        return command;
    }

    private static int Print(OperatorAnswer answer)
    {
        if (answer.Error is null)
        {
            var kept = answer.Head < answer.Floor ? "no events are left" : $"events {answer.Floor} to {answer.Head} are left";
            Console.WriteLine($"{Quantity.Of(answer.Removed, "event")} removed; {kept}");
            if (answer.Kept is { } reason)
            {
                Console.WriteLine(SafeText.Clean(reason));
            }
        }

        return ExitCode.Success;
    }
}
