using System.CommandLine;
using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Offline;
using Parley.Protocol;
using Parley.Server.Operations.Operator;

namespace Parley.Command.Operator;

/// <summary><c>parley erase</c>: erases the contents of events.</summary>
internal static class EraseCommand
{
    private const string DefaultUser = "operator";

    private static readonly Argument<string[]> Sequences = new("SEQUENCE")
    {
        Description = "Sequences of the events, such as 5 or 7-9.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> User = new("--user")
    {
        Description = $"The user that the room sees as the author of the erasure. [default: {DefaultUser}]",
        HelpName = "NAME",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("erase", "Erase the contents of events, for good; a server must be running.")
        {
            Sequences, OperatorCommand.Room, User, DataOption.Data,
        };
        command.SetAction((parsed, _) => OperatorCommand.RunAsync(
            parsed,
            (client, cancellationToken) => client.EraseAsync(
                OperatorCommand.ReadRoom(parsed),
                SequenceRange.ParseAll(parsed.GetRequiredValue(Sequences)),
                ReadUser(parsed),
                cancellationToken),
            Print,
            unfinished: "everything was erased: a part may be. Run the command again"));
        return command;
    }

    private static string ReadUser(ParseResult parsed)
    {
        var user = parsed.GetValue(User) ?? DefaultUser;
        return UserName.Validate(user) is { } error ? throw CommandException.Usage(error) : user;
    }

    private static int Print(OperatorAnswer answer)
    {
        if (answer.Error is not null && answer.Outcomes.Count == 0)
        {
            return ExitCode.Failure;
        }

        var unusual = answer.Outcomes.Where(erased => erased.Remark is not null).ToList();
        unusual.ForEach(erased => Console.WriteLine($"event {erased.Sequence} {SafeText.Clean(erased.Remark!)}"));

        Console.WriteLine($"contents of {Quantity.Of(answer.Outcomes.Count - unusual.Count, "event")} erased");
        return unusual.TrueForAll(erased => erased.IsGone) ? ExitCode.Success : ExitCode.Failure;
    }
}
