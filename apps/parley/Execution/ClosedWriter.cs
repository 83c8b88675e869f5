using System.Text;

namespace Parley.Command.Execution;

/// <summary>Stands for an output that was closed before the process started.</summary>
internal sealed class ClosedWriter : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    /// <exception cref="IOException">Always.</exception>
    public override void Write(char value) => throw new IOException("it is closed.");
}
