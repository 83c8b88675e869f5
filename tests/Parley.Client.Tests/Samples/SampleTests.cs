using System.Text.RegularExpressions;
using Parley.Client.Tests.Fakes;
using Parley.Testing;

namespace Parley.Client.Tests.Samples;

/// <summary>Runs the samples as they are.</summary>
public sealed partial class SampleTests
{
    [Fact]
    public async Task EchoBot_KilledAndRestarted_AnswersOnce()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await ParleyClient.ConnectAsync(server.GrpcAddress, new() { User = "ada" });
        var room = await ada.JoinAsync("lobby");
        await using var reader = room.Read();
        await using (var bot = Start("EchoBot", server.GrpcAddress))
        {
            await bot.ReadLineAsync("in lobby");
            await room.SayAsync("hello");
            Assert.Equal(["hello", "ada said: hello"], await reader.NextTextsAsync(2));
        }

        await using var again = Start("EchoBot", server.GrpcAddress);
        await again.ReadLineAsync("in lobby");
        await room.SayAsync("and again");

        Assert.Equal(["and again", "ada said: and again"], await reader.NextTextsAsync(2));
    }

    [Fact]
    public async Task TwoRooms_LinesForBoth_ReachBoth()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var sample = Start("TwoRooms", server.GrpcAddress);
        await sample.ReadLineAsync("Type to talk");

        await sample.Input.WriteLineAsync("hello lobby");
        await sample.Input.FlushAsync();
        Assert.EndsWith(": hello lobby", await sample.ReadLineAsync("lobby> "), StringComparison.Ordinal);
        await sample.Input.WriteLineAsync("/k hello kitchen");
        await sample.Input.FlushAsync();
        Assert.EndsWith(": hello kitchen", await sample.ReadLineAsync("kitchen> "), StringComparison.Ordinal);
        sample.Input.Close();

        Assert.Equal(0, await sample.WaitForExitAsync());
    }

    [Fact]
    public async Task ResumeAfterACrash_Restarted_ResumesWhereItWas()
    {
        var folder = Directory.CreateTempSubdirectory("parley-sample-");
        try
        {
            var file = Path.Combine(folder.FullName, "position");
            await using var server = await ServerProcess.StartAsync();
            await using var ada = await ParleyClient.ConnectAsync(server.GrpcAddress, new() { User = "ada" });
            var room = await ada.JoinAsync("lobby");
            await Task.WhenAll(Enumerable.Range(1, 5).Select(i => room.SayAsync($"m{i}")));
            await using (var sample = Start("ResumeAfterACrash", server.GrpcAddress, file))
            {
                await sample.ReadLineAsync("5 ada: m5");
                await room.SayAsync("m6");
                await sample.ReadLineAsync("6 ada: m6");
            }

            var resumed = Position.Parse(await File.ReadAllTextAsync(file)).Sequence + 1;
            await room.SayAsync("m7");
            await using var again = Start("ResumeAfterACrash", server.GrpcAddress, file);

            Assert.InRange(resumed, 6, 7);
            Assert.Equal($"{resumed} ada: m{resumed}", await again.ReadLineAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task AotClient_AsANativeExecutable_Talks()
    {
        var program = Repository.At("samples", "AotClient", "bin", "Release", "net10.0", "linux-x64", "publish", "AotClient");
        Toolchain.Require("a published samples/AotClient", () => File.Exists(program));
        await using var server = await ServerProcess.StartAsync();

        await using var sample = TestProcess.Start(program, [server.GrpcAddress]);

        Assert.Equal("native: hello", await sample.ReadLineAsync());
        Assert.Equal(0, await sample.WaitForExitAsync());
    }

    [Fact]
    public void Readme_Snippets_AreTheSamples()
    {
        var readme = File.ReadAllText(Repository.At("src", "Parley.Client", "README.md"));
        var snippets = Snippet().Matches(readme).Select(match => match.Groups["code"].Value.Trim()).ToList();
        var samples = Directory.EnumerateFiles(Repository.At("samples"), "Program.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).ToList();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(samples, sample => sample.Contains(snippet, StringComparison.Ordinal)));
    }

    [Fact]
    public void Samples_AreShort() => Assert.All(
        Directory.EnumerateFiles(Repository.At("samples"), "Program.cs", SearchOption.AllDirectories),
        sample => Assert.InRange(File.ReadLines(sample).Count(), 1, 60));

    private static TestProcess Start(string sample, params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Repository.At("samples", sample, "bin", configuration, "net10.0", $"{sample}.dll");
        return TestProcess.Start("dotnet", [program, .. arguments]);
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
