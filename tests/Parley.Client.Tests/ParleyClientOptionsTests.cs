namespace Parley.Client.Tests;

public sealed class ParleyClientOptionsTests
{
    private static readonly ParleyClientOptions Valid = new() { User = "ada" };

    [Fact]
    public void Validate_DefaultsWithAUser_Passes() => Valid.Validate();

    [Fact]
    public void Validate_AtTheLimits_Passes() => (Valid with
    {
        ClientName = new string('n', 128),
        CloseTimeout = TimeSpan.Zero,
        RetryFor = TimeSpan.Zero,
        RoomBufferBytes = 65_536,
        RoomBufferTimeout = TimeSpan.FromMilliseconds(1),
        MaxWaitingPosts = 0,
    }).Validate();

    [Fact]
    public void Validate_BeyondTheLimits_Throws()
    {
        Assert.Throws<ArgumentException>(() => (Valid with { ClientName = new string('n', 129) }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => (Valid with { ConnectTimeout = TimeSpan.Zero }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => (Valid with { CloseTimeout = TimeSpan.FromTicks(-1) }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => (Valid with { RetryFor = TimeSpan.FromTicks(-1) }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => (Valid with { RoomBufferBytes = 65_535 }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => (Valid with { RoomBufferTimeout = TimeSpan.Zero }).Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => (Valid with { MaxWaitingPosts = -1 }).Validate());
    }

    [Fact]
    public void CreateCommandId_ByDefault_IsUniqueAndShort()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => Valid.CreateCommandId()).ToHashSet();

        Assert.Equal(1_000, ids.Count);
        Assert.All(ids, id => Assert.Equal(32, id.Length));
    }
}
