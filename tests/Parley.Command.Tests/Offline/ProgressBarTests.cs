using System.Text;
using Parley.Command.Offline;
using Parley.Testing;

namespace Parley.Command.Tests.Offline;

public sealed class ProgressBarTests
{
    [Fact]
    public async Task Show_TerminalGoesAway_TheWorkIsDone()
    {
        await using var terminal = new GoneTerminal();

        var result = ProgressBar.Show(
            _ =>
            {
                // The bar is drawn by another thread, which is not the caller's to catch exceptions of.
                Assert.True(terminal.WasWritten(times: 3), "The bar was not drawn.");
                return 42;
            },
            ProgressConsole.Create(terminal));

        Assert.Equal(42, result);
    }

    private sealed class GoneTerminal : TextWriter
    {
        private readonly SemaphoreSlim _writes = new(0);

        public override Encoding Encoding => Encoding.UTF8;

        public bool WasWritten(int times) => Enumerable.Range(0, times).All(_ => _writes.Wait(Deadline.Step));

        public override void Write(char value) => Fail();

        public override void Write(string? value) => Fail();

        private void Fail()
        {
            _writes.Release();
            throw new IOException("Input/output error");
        }
    }
}
