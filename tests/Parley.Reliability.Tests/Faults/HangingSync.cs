using Parley.Testing;

namespace Parley.Reliability.Tests.Faults;

/// <summary>
/// A library that, loaded into a process, never lets a sync end, like a disk that hangs, and prints <see cref="Line"/> instead.
/// A tracer's delay would not do: it can hold the last thread of a process that has ended.
/// </summary>
internal static class HangingSync
{
    /// <summary>What the process prints on standard output when it begins to hang.</summary>
    public const string Line = "A sync hangs.";

    private const string Source = $$"""
        #include <stdio.h>
        #include <unistd.h>
        static int hang(void)
        {
            dprintf(STDOUT_FILENO, "{{Line}}\n");
            for (;;) pause();
        }

        int fsync(int file) { (void)file; return hang(); }
        int fdatasync(int file) { (void)file; return hang(); }
        """;

    /// <summary>Builds the library.</summary>
    /// <param name="directory">Where to write it.</param>
    /// <returns>The environment variable with which a process loads it.</returns>
    public static async Task<KeyValuePair<string, string?>> BuildAsync(string directory)
    {
        Toolchain.Require("gcc", () => Toolchain.Runs("gcc", "--version"));
        var library = Path.Combine(directory, "hanging-sync.so");
        await using var compiler = TestProcess.Start("gcc", ["-shared", "-fPIC", "-x", "c", "-o", library, "-"]);
        await compiler.Input.WriteAsync(Source);
        compiler.Input.Close();
        await compiler.SucceedAsync();
        return new("LD_PRELOAD", library);
    }
}
