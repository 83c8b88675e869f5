using Grpc.Core;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Chat;

public sealed class DurabilityTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Messages_AfterARestart_AreInTheHistory(string signal)
    {
        var data = Directory.CreateTempSubdirectory("parley-test-").FullName;
        await using (var first = await ServerProcess.StartAsync(data: data))
        {
            using var stream = await ChatTester.JoinAsync(first.Connect(), "kept");
            await stream.SayAsync("ada", "one");
            await stream.SayAsync("ada", "two");
            Assert.Equal(["one", "two"], await stream.ReadTextsAsync(2));
            first.Process.Signal(signal);
            await first.Process.WaitForExitAsync();
        }

        await using (var second = await ServerProcess.StartAsync(data: data))
        {
            using var stream = await ChatTester.JoinAsync(second.Connect(), "kept", new Metadata.Entry("parley-history", "10"));
            await stream.SayAsync("bob", "three");
            Assert.Equal(["one", "two", "three"], await stream.ReadTextsAsync(3));
        }

        Directory.Delete(data, recursive: true);
    }
}
