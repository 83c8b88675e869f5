using Parley.Testing;

namespace Parley.Interop.Tests;

/// <summary>The languages of the clients, peers and samples, and where each keeps its programs.</summary>
internal static class Languages
{
    public const string CSharp = "C#";
    public const string Go = "Go";
    public const string Python = "Python";
    public const string Cpp = "C++";
    public const string TypeScript = "TypeScript";

    /// <summary>Builds the clients of a language other than C#.</summary>
    /// <returns>The path of one of its programs: <c>chat</c>, <c>session</c>, <c>transcript</c> or <c>cases</c>.</returns>
    public static async Task<string> BuildClientAsync(string language, string program)
    {
        if (language == TypeScript)
        {
            await Builds.NpmRunAsync("programs", "clients/typescript");
            return Repository.At("clients", "typescript", "build", "programs", program, "main.js");
        }

        var folder = Repository.At("clients", language switch { Go => "go", Python => "python", _ => "cpp" });
        return await BuildAsync(language, folder, program);
    }

    /// <summary>The address of a server that the client of a language connects to.</summary>
    public static string AddressFor(string language, ServerProcess server) =>
        language == TypeScript ? server.WebAddress : server.GrpcAddress;

    /// <summary>Installs what a sample for Node.js needs.</summary>
    /// <returns>The path of one of its programs.</returns>
    public static async Task<string> BuildSampleAsync(string name, string program)
    {
        var folder = Repository.At("samples", name);
        await Builds.NpmAsync(folder);
        return Path.Combine(folder, program);
    }

    /// <summary>Starts a peer, which is a folder in bench/peers, and waits until it listens.</summary>
    /// <returns>The process and its address.</returns>
    public static async Task<(TestProcess Process, string Address)> StartPeerAsync(string language, string name)
    {
        var program = await BuildAsync(language, Repository.At("bench", "peers", name), "peer");
        var process = TestProcess.Start(program, ["--port", "0"]);
        var line = await process.ReadLineAsync("listening on ");
        return (process, $"http://{line.Split(' ')[^1]}");
    }

    private static async Task<string> BuildAsync(string language, string folder, string program)
    {
        await Builds.MakeAsync(language, folder);
        return Path.Combine(folder, language == Python ? $"{program}.py" : $"build/{program}");
    }
}
