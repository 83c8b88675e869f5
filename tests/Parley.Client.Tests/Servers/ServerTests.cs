using Parley.Client.Tests.Fakes;
using Parley.Protocol;
using Parley.Testing;

namespace Parley.Client.Tests.Servers;

/// <summary>The client against the real server.</summary>
public sealed class ServerTests(SharedServer shared)
{
    [Fact]
    public async Task TwoClients_InOneRoom_SeeEachOtherAndTalk()
    {
        await using var ada = await ConnectAsync("ada");
        await using var ben = await ConnectAsync("ben");
        var adas = await ada.JoinAsync("talk");
        await using var comings = adas.ReadPresenceAsync().GetAsyncEnumerator();
        var coming = comings.NextAsync();
        var bens = await ben.JoinAsync("talk");
        await using var reader = bens.Read();

        Assert.Equal(new("ben", IsHere: true), await coming);
        Assert.Equal(["ada", "ben"], bens.Members);
        Assert.Equal(1, await adas.SayAsync("hello ben").Within("an answer"));
        Assert.Equal(["hello ben"], await reader.NextTextsAsync(1));

        await using var signals = bens.ReadSignalsAsync().GetAsyncEnumerator();
        var signal = signals.NextAsync();
        await adas.SignalAsync("typing");
        Assert.Equal(("ada", "typing"), ((await signal).User, (await signal).Key));
        Assert.Equal(["ada", "ben"], await adas.ListMembersAsync().ToListAsync());

        await bens.LeaveAsync().Within("the leave");
        Assert.Equal(new("ben", IsHere: false), await comings.NextAsync());
    }

    [Fact]
    public async Task Say_ThousandsOfPosts_AreAnsweredAndReadInOrder()
    {
        const int Count = 5_000;
        await using var ada = await ConnectAsync("ada");
        var room = await ada.JoinAsync("thousands");
        var answers = await Task.WhenAll(Enumerable.Range(1, Count).Select(i => room.SayAsync($"{i}"))).Within("the answers");
        Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), answers);

        await using var ben = await ConnectAsync("ben");
        var all = await ben.JoinAsync("thousands", From.Beginning);
        await using (var reader = all.Read())
        {
            Assert.Equal(Enumerable.Range(1, Count).Select(i => $"{i}"), await reader.NextTextsAsync(Count));
        }

        var position = all.Position;
        await all.LeaveAsync().Within("the leave");
        var last = await ben.JoinAsync("thousands", From.Last(3));
        await using (var reader = last.Read())
        {
            Assert.Equal(["4998", "4999", "5000"], await reader.NextTextsAsync(3));
        }

        await last.LeaveAsync().Within("the leave");
        var after = await ben.JoinAsync("thousands", From.After(position with { Sequence = 4_999 }));
        await using (var reader = after.Read())
        {
            Assert.Equal(["5000"], await reader.NextTextsAsync(1));
        }

        var forwards = await ben.ReadHistoryAsync("thousands", HistoryRange.FromBeginning).Select(item => item.Sequence).ToListAsync();
        var backwards = await ben.ReadHistoryAsync("thousands", HistoryRange.FromEnd).Select(item => item.Sequence).ToListAsync();
        Assert.Equal(answers, forwards);
        Assert.Equal(answers.Reverse(), backwards);
    }

    [Fact]
    public async Task Say_SameCommandId_IsOneEventAndOtherTextIsRefused()
    {
        await using var ada = await ConnectAsync("ada");
        var room = await ada.JoinAsync("once");

        Assert.Equal(1, await room.SayAsync("hello", "id").Within("an answer"));
        Assert.Equal(1, await room.SayAsync("hello", "id").Within("an answer"));
        var failure = await Assert.ThrowsAsync<ParleyException>(() => room.SayAsync("else", "id").Within("the refusal"));

        Assert.Equal(ParleyCode.CommandIdReused, failure.Code);
    }

    [Fact]
    public async Task Unread_Room_HoldsUpNoOtherAndLosesNothing()
    {
        const int Count = 20_000;
        await using var ada = await ConnectAsync("ada");
        await using var ben = await ConnectAsync("ben", o => o with { RoomBufferBytes = 64 * 1024 });
        var unread = await ben.JoinAsync("unread");
        var read = await ben.JoinAsync("read");
        var room = await ada.JoinAsync("unread");
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => room.SayAsync($"{i}"))).Within("the answers");

        Assert.Equal(1, await read.SayAsync("not held up").Within("an answer"));

        await using var reader = unread.Read();
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), await reader.NextTextsAsync(Count));
    }

    [Fact]
    public async Task Dispose_FarBehindInARoom_DoesNotWaitForItsEvents()
    {
        await using var ada = await ConnectAsync("ada");
        var room = await ada.JoinAsync("behind");
        var text = new string('x', 10_000);
        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(_ => room.SayAsync(text))).Within("the answers");
        var ben = await ConnectAsync("ben", o => o with { CloseTimeout = TimeSpan.FromHours(1) });
        await ben.JoinAsync("behind", From.Beginning);

        await ben.DisposeAsync().AsTask().Within("the end");
    }

    [Fact]
    public async Task ListEvents_InvalidRoom_ThrowsTheServersCode()
    {
        await using var ada = await ConnectAsync("ada");

        var failure = await Assert.ThrowsAsync<ParleyException>(
            () => ada.ListEventsAsync("no room", HistoryRange.FromEnd).Within("the refusal"));

        Assert.Equal(ParleyCode.Invalid, failure.Code);
    }

    private Task<ParleyClient> ConnectAsync(string user, Func<ParleyClientOptions, ParleyClientOptions>? configure = null)
    {
        var options = FakeServer.Options(o => (configure?.Invoke(o) ?? o) with { User = user });
        return ParleyClient.ConnectAsync(shared.Server.GrpcAddress, options).Within("a welcome");
    }
}
