using System.CommandLine;
using Parley.Command.Execution;
using Parley.Command.Offline;
using Parley.Protocol;
using Parley.Server.Operations.Operator;

namespace Parley.Command.Operator;

/// <summary>What the commands to a running server share.</summary>
internal static class OperatorCommand
{
    // No default: what these commands remove is gone.
    public static readonly Option<string> Room = new("--room") { Description = "The room.", HelpName = "NAME", Required = true };

    /// <summary>Gives a command to the server of the data directory, and prints the answer.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="send">Gives the command.</param>
    /// <param name="print">Prints the answer, and returns the exit code.</param>
    /// <param name="unfinished">What was not done, for the message if the command is interrupted.</param>
    public static Task<int> RunAsync(
        ParseResult parsed,
        Func<OperatorClient, CancellationToken, Task<OperatorAnswer>> send,
        Func<OperatorAnswer, int> print,
        string unfinished) => CommandBody.RunAsync(
            async cancellationToken =>
            {
                try
                {
                    using var client = new OperatorClient(DataOption.Read(parsed));
                    var answer = await send(client, cancellationToken);
                    var exitCode = print(answer);
                    if (answer.Error is not { } error)
                    {
                        return exitCode;
                    }

                    throw answer.IsUsage
                        ? CommandException.Usage(SafeText.Clean(error))
                        : CommandException.Failure(SafeText.Clean(error));
                }
                catch (OperatorException exception)
                {
                    throw CommandException.Failure(exception.Message);
                }
            },
            unfinished);

    /// <summary>Reads the name of the room.</summary>
    /// <exception cref="CommandException">The name is invalid.</exception>
    public static string ReadRoom(ParseResult parsed)
    {
        var room = parsed.GetRequiredValue(Room);
        return RoomName.Validate(room) is { } error ? throw CommandException.Usage(error) : room;
    }
}
