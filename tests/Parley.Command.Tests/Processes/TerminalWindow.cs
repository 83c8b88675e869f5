using System.Diagnostics;
using System.Globalization;
using System.Text;
using Parley.Testing;

namespace Parley.Command.Tests.Processes;

/// <summary>A real terminal with a shell: tmux, on a socket of its own.</summary>
internal sealed class TerminalWindow : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley-");

    private TerminalWindow()
    {
    }

    /// <summary>Opens a window with a shell at its prompt. Skips the test if tmux is not installed.</summary>
    public static async Task<TerminalWindow> OpenAsync(int columns = 80, int rows = 20)
    {
        Toolchain.Require("tmux", () => Toolchain.Runs("tmux", "-V"));
        var window = new TerminalWindow();
        await window.TmuxAsync(
            "-f", "/dev/null", "new-session", "-d", "-x", Text(columns), "-y", Text(rows),
            "env -u NO_COLOR -u PARLEY_USER -u PARLEY_ROOM -u PARLEY_SERVER PS1='$ ' LC_ALL=C.UTF-8 sh");
        await window.UntilAsync("a prompt", screen => screen.StartsWith('$'));
        return window;
    }

    /// <summary>Types text literally.</summary>
    public Task TypeAsync(string text) => TmuxAsync("send-keys", "-l", text);

    /// <summary>Presses keys by name, such as <c>Enter</c> or <c>C-c</c>.</summary>
    public Task PressAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    public Task ResizeAsync(int columns, int rows) => TmuxAsync("resize-window", "-x", Text(columns), "-y", Text(rows));

    /// <summary>Waits until the screen fulfils a condition.</summary>
    /// <returns>The screen's rows, without trailing blanks.</returns>
    public async Task<string[]> UntilAsync(string what, Func<string, bool> isShown)
    {
        var elapsed = Stopwatch.StartNew();
        while (true)
        {
            var screen = await TmuxAsync("capture-pane", "-p");
            if (isShown(screen))
            {
                return screen.TrimEnd().Split('\n');
            }

            Assert.True(elapsed.Elapsed < Deadline.Step, $"The screen never showed {what}:\n{screen}");
            await Task.Delay(PollInterval);
        }
    }

    /// <summary>Waits until the screen shows a text.</summary>
    public Task<string[]> UntilAsync(string text) => UntilAsync($"'{text}'", screen => screen.Contains(text, StringComparison.Ordinal));

    /// <summary>The cursor's column, counted from 0.</summary>
    public async Task<int> CursorColumnAsync() =>
        int.Parse(await TmuxAsync("display-message", "-p", "#{cursor_x}"), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await TmuxAsync("kill-server");
        _folder.Delete(recursive: true);
    }

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-S", Path.Combine(_folder.FullName, "tmux"), .. arguments])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("TMUX");
        using var tmux = Process.Start(start)!;
        var output = await tmux.StandardOutput.ReadToEndAsync().Within("tmux");
        await tmux.WaitForExitAsync().Within("tmux");
        return output;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
