using Parley.Testing;

namespace Parley.Reliability.Tests.Clocks;

/// <summary>The wall clock of a server process, which the test can set while the server runs.</summary>
internal sealed class WallClock
{
    private readonly string _file;
    private readonly string _library;

    private WallClock(string file, string library) => (_file, _library) = (file, library);

    /// <summary>What a process needs in its environment to have this clock.</summary>
    public Dictionary<string, string?> Environment => new() { ["LD_PRELOAD"] = _library, ["TEST_CLOCK"] = _file };

    /// <summary>A clock that is right so far. Skips the test where no C compiler is.</summary>
    /// <param name="directory">Where its files are.</param>
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

    /// <summary>From now on the clock is wrong by this much.</summary>
    public void Set(TimeSpan offset)
    {
        using var file = File.OpenWrite(_file);
        file.Write(BitConverter.GetBytes((long)offset.TotalSeconds));
    }
}
