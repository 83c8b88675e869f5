using System.Runtime.InteropServices;
using Spectre.Console;

namespace Parley.Command.Chat.Terminal;

/// <summary>Detects the terminal.</summary>
internal static class ScreenFactory
{
    private const int UnknownWidth = 80;

    /// <summary>The terminal as a screen.</summary>
    /// <returns><c>null</c> if input or output is redirected, or the terminal has no control codes to move the cursor.</returns>
    public static Screen? Detect(string user, TimeProvider time)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            return null;
        }

        var capabilities = AnsiCapabilities.Create(Console.Out);
        return capabilities.Ansi
            ? new Screen(capabilities, Console.OpenStandardOutput(), Width, time.LocalTimeZone) { User = user }
            : null;
    }

    /// <summary>Calls back when the terminal is resized, and when the process continues after Ctrl+Z.</summary>
    public static IDisposable[] WatchSize(Action changed) => OperatingSystem.IsWindows()
        ? []
        : [Watch(PosixSignal.SIGWINCH, changed), Watch(PosixSignal.SIGCONT, changed)];

    private static PosixSignalRegistration Watch(PosixSignal signal, Action changed) =>
        PosixSignalRegistration.Create(signal, _ => TryCall(changed));

    // When a terminal goes away, a stopped process is continued as well. An exception here would end the process.
    private static void TryCall(Action changed)
    {
        try
        {
            changed();
        }
        catch (IOException)
        {
        }
    }

    private static int Width() => Console.WindowWidth is > 0 and var width ? width : UnknownWidth;
}
