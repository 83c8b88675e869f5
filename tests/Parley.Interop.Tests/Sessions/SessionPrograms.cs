using System.Collections.Concurrent;
using Parley.Testing;

namespace Parley.Interop.Tests.Sessions;

/// <summary>The session clients' programs, made once per run from their sources.</summary>
internal static class SessionPrograms
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Made = new();

    /// <summary>The path of a language's program <c>session</c> or <c>transcript</c>.</summary>
    public static async Task<string> MakeAsync(string language, string program = "session")
    {
        var isPython = language == Languages.Python;
        Toolchain.Require($"The toolchain for {language}", () => Toolchain.Runs("protoc", "--version") && (isPython
            ? Toolchain.Runs("/usr/bin/python3", "-c", "import grpc, google.protobuf")
            : Toolchain.Runs("go", "version") && Directory.Exists("/usr/share/gocode/src/google.golang.org/grpc")));
        var folder = Repository.At("clients", isPython ? "python" : "go");
        await Made.GetOrAdd(folder, _ => new Lazy<Task>(() => RunMakeAsync(folder))).Value;
        return Path.Combine(folder, isPython ? $"{program}.py" : $"build/{program}");
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
