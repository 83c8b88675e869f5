using System.Collections.Concurrent;
using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>Builds folders with <c>make</c>, or installs and builds their packages with <c>npm</c>, each once per run.</summary>
internal static class Builds
{
    // Compilers and downloads take longer than a step of a test.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static readonly ConcurrentDictionary<string, Lazy<Task>> Started = new();

    /// <summary>Builds a folder. Skips the test if the toolchain of its language is missing.</summary>
    public static Task MakeAsync(string language, string folder)
    {
        Toolchain.Require($"The toolchain for {language}", () => Toolchain.Has(language));
        return OnceAsync(folder, "make", "-C", folder);
    }

    /// <summary>Installs the packages of a folder's <c>package-lock.json</c>. Skips the test if Node.js is missing.</summary>
    public static Task NpmAsync(string folder)
    {
        Toolchain.Require("Node.js with npm", () => Toolchain.Runs("node", "--version") && Toolchain.Runs("npm", "--version"));
        return OnceAsync(
            folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-timeout=60000", "--prefix", folder);
    }

    /// <summary>Installs the packages of the repository's workspace if they changed, and runs a script of one of its folders.</summary>
    public static async Task NpmRunAsync(string script, string folder)
    {
        if (!IsInstalled())
        {
            await NpmAsync(Repository.Root);
        }

        await OnceAsync($"{folder} {script}", "npm", "run", script, "--prefix", Repository.At(folder));
    }

    /// <summary>npm writes this file last.</summary>
    private static bool IsInstalled() =>
        File.GetLastWriteTimeUtc(Repository.At("node_modules", ".package-lock.json"))
        >= File.GetLastWriteTimeUtc(Repository.At("package-lock.json"));

    private static Task OnceAsync(string key, string program, params string[] arguments) =>
        Started.GetOrAdd(key, _ => new Lazy<Task>(() => RunAsync(program, arguments))).Value;

    private static async Task RunAsync(string program, string[] arguments)
    {
        await using var process = TestProcess.Start(program, arguments);
        try
        {
            await process.ReadToEndAsync().WaitAsync(Limit);
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"Still running after {Limit}. {process.Transcript}", exception);
        }

        if (await process.WaitForExitAsync() != 0)
        {
            throw new InvalidOperationException($"{program} failed. {process.Transcript}");
        }
    }
}
