using System.Collections.Concurrent;
using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>The chat clients and the exercise's servers in each language, built once per run from their sources.</summary>
internal static class Languages
{
    public const string CSharp = "C#";
    public const string Go = "Go";
    public const string Python = "Python";
    public const string Cpp = "C++";

    private static readonly ConcurrentDictionary<string, Lazy<Task>> Builds = new();

    /// <summary>Starts a chat client that reads lines from its input.</summary>
    public static async Task<TestProcess> StartClientAsync(string language, string server, string user, string room)
    {
        string[] arguments = ["--user", user, "--room", room, "--server", new Uri(server).Authority];
        if (language == CSharp)
        {
            return TestProcess.StartParley(["chat", .. arguments]);
        }

        var folder = await BuildAsync(language, Repository.At("clients", language switch { Go => "go", Python => "python", _ => "cpp" }));
        return TestProcess.Start(Path.Combine(folder, language == Python ? "chat.py" : "build/chat"), arguments);
    }

    /// <summary>Starts a peer, which is a folder in bench/peers, and waits until it listens.</summary>
    /// <returns>The process and its address.</returns>
    public static async Task<(TestProcess Process, string Address)> StartPeerAsync(string language, string name)
    {
        var folder = await BuildAsync(language, Repository.At("bench", "peers", name));
        var process = TestProcess.Start(Path.Combine(folder, language == Python ? "peer.py" : "build/peer"), ["--port", "0"]);
        var line = await process.ReadLineAsync("listening on ");
        return (process, $"http://{line.Split(' ')[^1]}");
    }

    private static async Task<string> BuildAsync(string language, string folder)
    {
        Toolchain.Require($"The toolchain for {language}", () => IsThere(language));
        await Builds.GetOrAdd(folder, _ => new Lazy<Task>(() => MakeAsync(folder))).Value;
        return folder;
    }

    private static async Task MakeAsync(string folder)
    {
        await using var make = TestProcess.Start("make", ["-C", folder]);
        await make.ReadToEndAsync();
        if (await make.WaitForExitAsync() != 0)
        {
            throw new InvalidOperationException($"make failed. {make.Transcript}");
        }
    }

    private static bool IsThere(string language) => Toolchain.Runs("protoc", "--version") && language switch
    {
        Go => Toolchain.Runs("go", "version") && Directory.Exists("/usr/share/gocode/src/google.golang.org/grpc"),
        Python => Toolchain.Runs("/usr/bin/python3", "-c", "import grpc, google.protobuf"),
        _ => Toolchain.Runs("pkg-config", "--exists", "grpc++") && Toolchain.Runs("g++", "--version"),
    };
}
