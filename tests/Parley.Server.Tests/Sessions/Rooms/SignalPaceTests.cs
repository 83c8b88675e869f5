using Microsoft.Extensions.Time.Testing;
using Parley.Server.Sessions.Rooms;

namespace Parley.Server.Tests.Sessions.Rooms;

public sealed class SignalPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Spend_BeyondASecondsWorth_WaitsForWhatIsBeyond()
    {
        var pace = new SignalPace(_time);

        Assert.Equal(TimeSpan.Zero, pace.Spend(SignalPace.DeliveriesPerSecond));
        Assert.Equal(TimeSpan.FromMilliseconds(10), pace.Spend(256));
        Assert.Equal(TimeSpan.FromMilliseconds(20), pace.Spend(256));
        _time.Advance(TimeSpan.FromMilliseconds(30));

        Assert.Equal(TimeSpan.Zero, pace.Spend(256));
    }

    [Fact]
    public void Spend_AfterALongPause_HasOneSecondsWorth()
    {
        var pace = new SignalPace(_time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.Zero, pace.Spend(SignalPace.DeliveriesPerSecond));
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Spend(SignalPace.DeliveriesPerSecond));
    }
}
