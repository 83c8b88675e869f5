namespace Parley.Command.Chat.Terminal;

/// <summary>The keyboard.</summary>
internal static class KeyReader
{
    /// <summary>True if a key is waiting: redrawing can wait too.</summary>
    public static bool HasMore => Console.KeyAvailable;

    /// <summary>Makes the terminal pass on keys at once and unseen; .NET gives it back as it was when the process ends.</summary>
    public static void Prepare() => _ = Console.KeyAvailable;

    /// <summary>Waits for a key.</summary>
    public static Task<ConsoleKeyInfo> ReadAsync(CancellationToken cancellationToken) =>
        Task.Run(Read, CancellationToken.None).WaitAsync(cancellationToken);

    private static ConsoleKeyInfo Read()
    {
        var key = Console.ReadKey(intercept: true);
        if (key is not { Key: ConsoleKey.Escape, Modifiers: ConsoleModifiers.None } || !Console.KeyAvailable)
        {
            return key;
        }

        // Terminals send Alt+B as Escape and B at once.
        var next = Console.ReadKey(intercept: true);
        return new ConsoleKeyInfo(next.KeyChar, next.Key, shift: false, alt: true, control: false);
    }
}
