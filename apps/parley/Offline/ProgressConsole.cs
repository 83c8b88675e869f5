using System.Text;
using Spectre.Console;

namespace Parley.Command.Offline;

/// <summary>
/// The terminal, for progress. It is drawn by a thread of its own, and an exception there would end the process: if the terminal goes away,
/// the work goes on unseen.
/// </summary>
/// <param name="writer">Writes to the terminal.</param>
internal sealed class ProgressConsole(TextWriter writer) : IAnsiConsoleOutput
{
    private readonly AnsiConsoleOutput _terminal = new(writer);

    /// <inheritdoc/>
    public TextWriter Writer { get; } = new TolerantWriter(writer);

    /// <inheritdoc/>
    public bool IsTerminal => true;

    /// <inheritdoc/>
    public int Width => _terminal.Width;

    /// <inheritdoc/>
    public int Height => _terminal.Height;

    /// <summary>Creates a console on the terminal.</summary>
    public static IAnsiConsole Create(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new ProgressConsole(writer) });

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding) => _terminal.SetEncoding(encoding);

    private sealed class TolerantWriter(TextWriter writer) : TextWriter
    {
        public override Encoding Encoding => writer.Encoding;

        public override void Write(char value) => Try(() => writer.Write(value));

        public override void Write(string? value) => Try(() => writer.Write(value));

        public override void Flush() => Try(writer.Flush);

        private static void Try(Action write)
        {
            try
            {
                write();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
            }
        }
    }
}
