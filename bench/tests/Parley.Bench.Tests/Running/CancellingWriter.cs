using System.Text;

namespace Parley.Bench.Tests.Running;

/// <summary>Cancels when a line begins with a text, as Ctrl-C would.</summary>
internal sealed class CancellingWriter(CancellationTokenSource cancel, string start) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
        if (value?.StartsWith(start, StringComparison.Ordinal) == true)
        {
            cancel.Cancel();
        }
    }
}
