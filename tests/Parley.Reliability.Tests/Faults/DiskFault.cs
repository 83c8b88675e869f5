using System.Globalization;
using Parley.Testing;

namespace Parley.Reliability.Tests.Faults;

/// <summary>Makes system calls of a running server fail, from when it is attached until it is detached.</summary>
internal sealed class DiskFault : IAsyncDisposable
{
    private readonly TestProcess _strace;

    private DiskFault(TestProcess strace) => _strace = strace;

    /// <summary>What was made to fail, for a failure's message.</summary>
    public string Transcript => _strace.Transcript;

    /// <summary>Skips the test where processes cannot be traced.</summary>
    public static void Require() => Toolchain.Require("strace", () => Toolchain.Runs("strace", "-V"));

    /// <summary>From now on the given calls fail.</summary>
    /// <param name="server">The server.</param>
    /// <param name="calls">System calls, separated by commas.</param>
    /// <param name="error">Such as <c>EIO</c>.</param>
    /// <param name="path">The only file that is concerned; all of them if there is none.</param>
    public static async Task<DiskFault> AttachAsync(TestProcess server, string calls, string error, string? path = null)
    {
        var pid = server.Id.ToString(CultureInfo.InvariantCulture);
        var strace = TestProcess.Start(
            "sh",
            [
                "-c", "exec strace -f -p \"$1\" -e \"trace=$2\" -e \"inject=$2:error=$3\" ${4:+-P \"$4\"} 2>&1", "sh", pid, calls, error, path ?? "",
            ]);
        try
        {
            await strace.ReadLineAsync($"Process {pid} attached");
            return new DiskFault(strace);
        }
        catch
        {
            await strace.DisposeAsync();
            throw;
        }
    }

    /// <summary>The calls work again.</summary>
    public async Task DetachAsync()
    {
        _strace.Signal("INT");
        await _strace.WaitForExitAsync();
        Assert.Contains("(INJECTED)", _strace.Transcript, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _strace.DisposeAsync();
}
