using CsCheck;
using Parley.Engine.Logs;

namespace Parley.Engine.Tests;

public sealed class RoomEpochTests
{
    private static readonly Gen<Guid> AnyTerm = Gen.Guid;

    [Fact]
    public void Parse_WhatToStringGave_IsTheSame() =>
        Gen.Select(AnyTerm, Gen.Long[1, long.MaxValue], AnyTerm, Gen.Bool).Sample((term, start, previous, hasPrevious) =>
        {
            var epoch = new RoomEpoch(term, start, hasPrevious ? previous : null);

            Assert.True(RoomEpoch.TryParse(epoch.ToString(), out var parsed));
            Assert.Equal(epoch, parsed);
        });

    [Fact]
    public void TermOf_SequenceBeforeTheStart_IsThePreviousTerm()
    {
        var (term, previous) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        Assert.Equal(previous, new RoomEpoch(term, 5, previous).TermOf(4));
        Assert.Equal(term, new RoomEpoch(term, 5, previous).TermOf(5));
        Assert.Equal(term, new RoomEpoch(term, 5, null).TermOf(4));
    }

    [Fact]
    public void Parse_EpochOfAnEarlierVersion_IsOneTerm()
    {
        var term = Guid.CreateVersion7();

        Assert.True(RoomEpoch.TryParse(term.ToString("N"), out var epoch));

        Assert.Equal(term, epoch.TermOf(7));
    }

    [Fact]
    public void Parse_AnyText_DoesNotThrow() => Gen.String.Sample(text => { _ = RoomEpoch.TryParse(text, out _); });

    [Theory]
    [InlineData("")]
    [InlineData("0198a1b2000070008000000000000001_")]
    [InlineData("0198a1b2000070008000000000000001_0")]
    [InlineData("0198a1b2000070008000000000000001_-1")]
    [InlineData("0198a1b2000070008000000000000001_1_")]
    [InlineData("0198a1b2000070008000000000000001_1_0198a1b2000070008000000000000001_1")]
    [InlineData("0198a1b2-0000-7000-8000-000000000001")]
    public void Parse_Malformed_IsRefused(string text) => Assert.False(RoomEpoch.TryParse(text, out _));
}
