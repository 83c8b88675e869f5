namespace Parley.Command.Completion;

/// <summary>Marks the options whose values are files or directories, which the shell completes better than the program.</summary>
internal static class FileCompletion
{
    /// <summary>Marks the options of a command and its subcommands by what their help calls their values.</summary>
    public static void Mark(System.CommandLine.Command command)
    {
        foreach (var option in command.Options)
        {
            if (option.HelpName is "FILE" or "DIR" && option.CompletionSources.Count == 0)
            {
                var mark = option.HelpName == "FILE" ? ":file" : ":directory";

                // What does not contain the word to complete is dropped.
                option.CompletionSources.Add(context => [new($"{mark} {context.WordToComplete}")]);
            }
        }

        foreach (var subcommand in command.Subcommands)
        {
            Mark(subcommand);
        }
    }
}
