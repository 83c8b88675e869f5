using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Offline;
using Parley.Server.Operations.Operator;

namespace Parley.Command.Operator;

/// <summary><c>parley compact</c>: gives the space of removed events back to the disk.</summary>
internal static class CompactCommand
{
    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "compact", "Give the space of removed events back to the disk; a server must be running.")
        {
            DataOption.Data,
        };
        command.SetAction((parsed, _) => OperatorCommand.RunAsync(
            parsed,
            (client, cancellationToken) => client.CompactAsync(cancellationToken),
            Print,
            unfinished: "everything was given back"));
        return command;
    }

    private static int Print(OperatorAnswer answer)
    {
        if (answer.Error is null)
        {
            Console.WriteLine($"{Quantity.Of(answer.FreedBytes, "byte")} given back");
        }

        return ExitCode.Success;
    }
}
