using System.Collections.Concurrent;
using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>Builds folders with <c>make</c>, each folder once per run.</summary>
internal static class Builds
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Folders = new();

    /// <summary>Builds a folder. Skips the test if the toolchain of its language is missing.</summary>
    public static Task MakeAsync(string language, string folder)
    {
        Toolchain.Require($"The toolchain for {language}", () => Toolchain.Has(language));
        return Folders.GetOrAdd(folder, _ => new Lazy<Task>(() => RunMakeAsync(folder))).Value;
    }

    private static async Task RunMakeAsync(string folder)
    {
        await using var make = TestProcess.Start("make", ["-C", folder]);
        await make.ReadToEndAsync();
        if (await make.WaitForExitAsync() != 0)
        {
            throw new InvalidOperationException($"make failed. {make.Transcript}");
        }
    }
}
