using Parley.Engine.Rooms;
using Parley.Rooms;

namespace Parley.Engine.Tests.Rooms;

public sealed class RecentCommandsTests
{
    private readonly ManualTime _time = new();
    private readonly RecentCommands _recent;

    public RecentCommandsTests() => _recent = new RecentCommands(_time);

    [Fact]
    public void NoUnboundedMemory_CommandBeyondTheLimit_DropsTheOldest()
    {
        for (var i = 0; i <= RecentCommands.MaxCount; i++)
        {
            _recent.Add(Key(i));
        }

        Assert.Equal(RecentCommands.MaxCount, _recent.Count);
        Assert.False(_recent.MayHave(Key(0)));
        Assert.True(_recent.MayHave(Key(1)));
        Assert.True(_recent.MayHave(Key(RecentCommands.MaxCount)));
    }

    [Fact]
    public void Add_AfterAMinute_DropsWhatIsOlder()
    {
        _recent.Add(Key(1));
        _time.Advance(TimeSpan.FromSeconds(40));
        _recent.Add(Key(2));
        _time.Advance(TimeSpan.FromSeconds(40));
        _recent.Add(Key(3));

        Assert.False(_recent.MayHave(Key(1)));
        Assert.True(_recent.MayHave(Key(2)));
        Assert.True(_recent.MayHave(Key(3)));
    }

    [Fact]
    public void MayHave_SameIdOfAnotherUser_IsFalse()
    {
        _recent.Add(new CommandKey("ada", "id"));

        Assert.False(_recent.MayHave(new CommandKey("bob", "id")));
    }

    private static CommandKey Key(int number) => new("ada", $"id-{number}");
}
