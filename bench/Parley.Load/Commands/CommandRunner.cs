using System.CommandLine;

namespace Parley.Load.Commands;

/// <summary>Runs a command, or reports the errors of the command line together with the help.</summary>
internal static class CommandRunner
{
    public const int Usage = 2;

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Root().Parse(args);
        return parsed.Errors.Count > 0
            ? Refuse(parsed.CommandResult.Command, [.. parsed.Errors.Select(problem => problem.Message)], error)
            : parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    public static int Refuse(Command command, IReadOnlyList<string> reasons, TextWriter error)
    {
        foreach (var reason in reasons)
        {
            error.WriteLine($"Parley.Load: {reason}");
        }

        error.WriteLine();
        string[] help = command is RootCommand ? ["--help"] : [command.Name, "--help"];
        Root().Parse(help).Invoke(new InvocationConfiguration { Output = error });
        return Usage;
    }

    private static RootCommand Root() =>
        new("Measures a chat server. Exit codes: 0 measured, 1 faults, 2 invalid command line, 3 the generator was the limit.")
    {
        FanOutCommand.Create(),
        BurstCommand.Create(),
        PingPongCommand.Create(),
        PostCommand.Create(),
        PostLatencyCommand.Create(),
        ReplayCommand.Create(),
        IdleCommand.Create(),
        SdkCommands.Post(),
        SdkCommands.Replay(),
        SdkCommands.ManyRooms(),
        SampleCommand.Create(),
    };
}
