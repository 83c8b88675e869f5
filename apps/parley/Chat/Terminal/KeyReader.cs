namespace Parley.Command.Chat.Terminal;

/// <summary>Reads keys from the terminal.</summary>
internal static class KeyReader
{
    /// <summary>True if another key is ready, so that drawing can wait until it is applied.</summary>
    public static bool HasMore => Console.KeyAvailable;

    /// <summary>Makes the terminal deliver keys at once and without echo. .NET restores it when the process ends.</summary>
    public static void Prepare() => _ = Console.KeyAvailable;

    /// <summary>Waits for a key. If the token is cancelled, the pending read is abandoned.</summary>
    public static Task<ConsoleKeyInfo> ReadAsync(CancellationToken cancellationToken) =>
        Task.Run(Read, CancellationToken.None).WaitAsync(cancellationToken);

    private static ConsoleKeyInfo Read()
    {
        var key = Console.ReadKey(intercept: true);
        if (key is not { Key: ConsoleKey.Escape, Modifiers: ConsoleModifiers.None } || !Console.KeyAvailable)
        {
            return key;
        }

        // A terminal sends Alt+B as Escape followed by B.
        var next = Console.ReadKey(intercept: true);
        return new ConsoleKeyInfo(next.KeyChar, next.Key, shift: false, alt: true, control: false);
    }
}
