using Parley.Testing;

namespace Parley.Command.Tests.Processes;

public sealed class TailTests(SharedServer shared)
{
    private string Server => shared.Server.GrpcAddress;

    [Fact]
    public async Task Tail_UntilInterrupted_PrintsMessages()
    {
        await using var ada = await ChatProcess.JoinAsync(Server, "ada", "tail");
        await using var tail = ChatProcess.Start("tail", "--room", "tail", "--server", Server);
        await JoinedAsync(tail, ada);

        await ada.SayAsync("the end");
        Assert.Matches(@"^\[\d\d:\d\d:\d\d\] ada: the end$", await tail.ReadLineAsync("the end"));

        tail.Signal("INT");
        Assert.Equal(0, await tail.WaitForExitAsync());
        Assert.Empty(tail.Errors);
    }

    [Fact]
    public async Task Tail_NobodyReadsItsOutput_Ends()
    {
        await using var ada = await ChatProcess.JoinAsync(Server, "ada", "head");
        await using var tail = TestProcess.Start(
            "sh", ["-c", "dotnet \"$0\" tail --room head --server \"$1\" | head -n 1", Repository.ParleyDll, Server]);
        await JoinedAsync(tail, ada);

        var ended = tail.WaitForExitAsync();
        await SayUntilAsync(ada, ended);

        Assert.Equal(0, await ended);
        Assert.Empty(tail.Errors);
    }

    [Fact]
    public async Task Tail_ServerEndsTheStream_FailsWithTheReason()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var ada = await ChatProcess.JoinAsync(server.GrpcAddress, "ada", "stop");
        await using var tail = ChatProcess.Start("tail", "--room", "stop", "--server", server.GrpcAddress);
        await JoinedAsync(tail, ada);

        server.Process.Signal("TERM");

        Assert.Equal(1, await tail.WaitForExitAsync());
        Assert.Equal(
            "parley: the server ended the chat: The server is shutting down. Join again in a moment.", Assert.Single(tail.Errors));
    }

    /// <summary>A listener says nothing when it has joined: somebody else speaks until it prints a line.</summary>
    private static async Task JoinedAsync(TestProcess tail, TestProcess other)
    {
        var heard = tail.ReadLineAsync();
        await SayUntilAsync(other, heard);
        await heard;
    }

    private static async Task SayUntilAsync(TestProcess other, Task done)
    {
        while (!done.IsCompleted)
        {
            await other.SayAsync("anybody?");
            await other.ReadLineAsync("anybody?");
        }
    }
}
