using Parley.Testing;

namespace Parley.Reliability.Tests.Clocks;

/// <summary>The wall clock of a server process, which a test can set while the server runs.</summary>
internal sealed class WallClock
{
    private readonly string _file;
    private readonly string _library;

    private WallClock(string file, string library) => (_file, _library) = (file, library);

    /// <summary>The environment that gives a process this clock.</summary>
    public Dictionary<string, string?> Environment => new() { ["LD_PRELOAD"] = _library, ["TEST_CLOCK"] = _file };

    /// <summary>Makes a clock that is right at first. Skips the test if there is no C compiler.</summary>
    /// <param name="directory">The directory for its files.</param>
    public static async Task<WallClock> MakeAsync(string directory)
    {
        Toolchain.Require("A C compiler", () => Toolchain.Runs("cc", "--version"));
        var clock = new WallClock(Path.Combine(directory, "offset"), Path.Combine(directory, "clock.so"));
        clock.Set(TimeSpan.Zero);
        var source = Repository.At("tests", "Parley.Reliability.Tests", "Clocks", "clock.c");
        await using var compiler = TestProcess.Start("cc", ["-O2", "-shared", "-fPIC", "-o", clock._library, source]);
        Assert.True(await compiler.WaitForExitAsync() == 0, compiler.Transcript);
        return clock;
    }

    /// <summary>Makes the clock wrong by <paramref name="offset"/> from now on.</summary>
    public void Set(TimeSpan offset)
    {
        using var file = File.OpenWrite(_file);
        file.Write(BitConverter.GetBytes((long)offset.TotalSeconds));
    }
}
