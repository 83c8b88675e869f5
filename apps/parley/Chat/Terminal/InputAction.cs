namespace Parley.Command.Chat.Terminal;

internal enum InputAction
{
    /// <summary>The line is blank.</summary>
    None,

    /// <summary>Sends a message.</summary>
    Send,

    /// <summary>Leaves the chat.</summary>
    Quit,

    /// <summary>Shows the help.</summary>
    Help,

    /// <summary>The line begins like a command, but there is no such command.</summary>
    UnknownCommand,
}
