using System.CommandLine;

namespace Parley.Load.Commands;

/// <summary>Runs a command, or says what is wrong with the command line and what would be right.</summary>
internal static class CommandRunner
{
    public const int Usage = 2;

    public static int Run(string[] args)
    {
        var parsed = Root().Parse(args);
        return parsed.Errors.Count > 0
            ? Refuse(parsed.CommandResult.Command, [.. parsed.Errors.Select(error => error.Message)])
            : parsed.Invoke();
    }

    public static int Refuse(Command command, IReadOnlyList<string> reasons)
    {
        foreach (var reason in reasons)
        {
            Console.Error.WriteLine($"Parley.Load: {reason}");
        }

        Console.Error.WriteLine();
        string[] help = command is RootCommand ? ["--help"] : [command.Name, "--help"];
        Root().Parse(help).Invoke(new InvocationConfiguration { Output = Console.Error });
        return Usage;
    }

    private static RootCommand Root() => new("Measures a chat server. 0 measured, 1 faults, 2 bad command line, 3 the generator was the limit.")
    {
        FanOutCommand.Create(),
        BurstCommand.Create(),
        PingPongCommand.Create(),
        PostCommand.Create(),
        ReplayCommand.Create(),
        IdleCommand.Create(),
    };
}
