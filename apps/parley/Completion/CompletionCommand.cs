using System.CommandLine;

namespace Parley.Command.Completion;

/// <summary><c>parley completion</c>: prints a script with which a shell completes commands, options and files.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> Shell = new Argument<string>("shell")
    {
        Description = "bash, zsh or fish.",
    }.AcceptOnlyFromAmong([.. CompletionScript.Shells]);

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command("completion", "Print a completion script for a shell.") { Shell };
        command.SetAction(parsed => Console.Write(CompletionScript.For(parsed.GetRequiredValue(Shell))));
        return command;
    }
}
