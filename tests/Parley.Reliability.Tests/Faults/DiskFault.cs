using System.Globalization;
using Parley.Testing;

namespace Parley.Reliability.Tests.Faults;

/// <summary>Makes system calls of a running server fail, from attaching until detaching.</summary>
internal sealed class DiskFault : IAsyncDisposable
{
    /// <summary>The system call that writes to files.</summary>
    public const string Write = "pwrite64";

    /// <summary>The system call that reads from files.</summary>
    public const string Read = "pread64";

    private readonly TestProcess _strace;

    private DiskFault(TestProcess strace) => _strace = strace;

    /// <summary>What strace reported, for a failure's message.</summary>
    public string Transcript => _strace.Transcript;

    /// <summary>Skips the test if processes cannot be traced here.</summary>
    public static void Require() => Toolchain.Require("strace", () => Toolchain.Runs("strace", "-V"));

    /// <summary>Makes system calls fail from now on.</summary>
    /// <param name="server">The server.</param>
    /// <param name="calls">System calls, separated by commas.</param>
    /// <param name="error">The error, such as <c>EIO</c>.</param>
    /// <param name="path">The only file whose calls fail; <c>null</c> for all files.</param>
    public static async Task<DiskFault> AttachAsync(TestProcess server, string calls, string error, string? path = null)
    {
        var pid = server.Id.ToString(CultureInfo.InvariantCulture);
        const string Script = "exec strace -f -p \"$1\" -e \"trace=$2\" -e \"inject=$2:error=$3\" ${4:+-P \"$4\"} 2>&1";
        var strace = TestProcess.Start("sh", ["-c", Script, "sh", pid, calls, error, path ?? ""]);
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

    /// <summary>Starts a program whose writes to files suffer a fault. Writes are counted for each thread.</summary>
    /// <param name="fault">In the words of strace, such as <c>signal=KILL:when=7</c> or <c>error=ENOSPC:when=7+</c>.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="directory">The working directory; the test's own by default.</param>
    /// <param name="call">The system call that suffers the fault.</param>
    public static TestProcess Start(string fault, string[] command, string? directory = null, string call = Write)
    {
        // With -D, strace is a grandchild: the started process is the program, and a signal that kills it is its own end.
        string[] strace = ["-D", "-f", "-qqq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:{fault}"];
        return TestProcess.Start("strace", [.. strace, .. command], directory: directory);
    }

    /// <summary>Lets the calls work again, and asserts that at least one has failed.</summary>
    public async Task DetachAsync()
    {
        _strace.Signal("INT");
        await _strace.WaitForExitAsync();
        Assert.Contains("(INJECTED)", _strace.Transcript, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _strace.DisposeAsync();
}
