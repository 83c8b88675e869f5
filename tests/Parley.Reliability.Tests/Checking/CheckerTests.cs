namespace Parley.Reliability.Tests.Checking;

public sealed class CheckerTests
{
    private static readonly Said[] Room =
    [
        new("ada", "a1"), new("bob", "b1"), new("ada", "a2"), new("bob", "b2"), new("ada", "a3"), new("bob", "b3"),
    ];

    [Fact]
    public void Check_CorrectLog_ReportsNothing() => Assert.Empty(Checker.Check(Record(Room[..4], Room[2..]), Room, Rows(Room)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Check_UnknownOutcome_MayBeThereOrNot(bool there)
    {
        Said[] room = there ? [.. Room, new Said("cyd", "c1")] : Room;
        var record = Record(Room);
        record.Send("cyd", "c1");

        Assert.Empty(Checker.Check(record, room, Rows(room)));
    }

    [Fact]
    public void Check_AcknowledgedMessageLost_IsReported() =>
        Reports("K1 acknowledged, but missing: Said { User = bob, Text = b3 }, received by reader 0", Record(Room), Room[..5]);

    [Fact]
    public void Check_AcknowledgedMessageLostInTheMiddle_IsReported() => Reports("K1", Record(Room), [.. Room[..2], .. Room[3..]]);

    [Fact]
    public void Check_AcceptedMessageLost_IsReported()
    {
        var record = Record();
        record.Accept("bob", "b3", 6);

        Assert.Empty(Checker.Check(record, Room, Rows(Room)));
        Reports("K1 acknowledged, but missing: Said { User = bob, Text = b3 }, accepted as 6", record, Room[..5]);
    }

    [Fact]
    public void Check_RetryAcceptedAsAnother_IsReported()
    {
        var record = Record();
        record.Accept("bob", "b1", 2);
        record.Accept("bob", "b1", 4);

        Reports("K6 accepted as 4, but it is 2", record, Room);
    }

    [Fact]
    public void Check_MessageDoubled_IsReported() => Reports("K2 twice, at 1 and 6", Record(Room), [.. Room, Room[1]]);

    [Fact]
    public void Check_UnknownOutcomeDoubled_IsReported()
    {
        var record = Record(Room);
        record.Send("cyd", "c1");

        Reports("K2", record, [.. Room, new Said("cyd", "c1"), new Said("cyd", "c1")]);
    }

    [Fact]
    public void Check_MessagesOfOneSenderSwapped_IsReported() =>
        Reports("K4 sent before, but after a2 in the room", Record(), [Room[2], Room[1], Room[0], .. Room[3..]]);

    [Fact]
    public void Check_MessagesOfTwoSendersSwapped_IsReported() => Reports("K7", Record(Room), [Room[1], Room[0], .. Room[2..]]);

    [Fact]
    public void Check_MessageNobodySent_IsReported() => Reports("K5 nobody sent", Record(Room), [.. Room, new Said("eve", "e1")]);

    [Fact]
    public void Check_MessageUnderAnotherName_IsReported() => Reports("K5 nobody sent", Record(), [new Said("eve", "a1"), .. Room[1..]]);

    [Theory]
    [InlineData(5, 7)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void Check_RowRenumbered_IsReported(int row, long sequence)
    {
        var rows = Rows(Room);
        rows[row] = rows[row] with { Sequence = sequence };

        Assert.Contains(Checker.Check(Record(Room), Room, rows), text => text.Contains($"K3 row {row + 1} has sequence {sequence}", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_HistoryIsNotTheRows_IsReported()
    {
        Assert.Contains(Checker.Check(Record(), Room, Rows(Room[..5])), text => text.Contains("K3", StringComparison.Ordinal));
        Assert.Contains(Checker.Check(Record(), Room, Rows([Room[1], Room[0], .. Room[2..]])), text => text.Contains("K3", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_ReaderMissesOne_IsReported() => Reports("K7 reader 0 received 3 after 1", Record([.. Room[..2], .. Room[3..]]), Room);

    [Fact]
    public void Check_ReaderReceivesOneTwice_IsReported() => Reports("K7 reader 0 received 1 after 1", Record([Room[1], Room[1]]), Room);

    [Fact]
    public void Check_ReaderReceivesTwoSwapped_IsReported() => Reports("K7 reader 0 received 0 after 1", Record([Room[1], Room[0]]), Room);

    private static void Reports(string part, RoomRecord record, Said[] room) =>
        Assert.Contains(Checker.Check(record, room, Rows(room)), text => text.Contains(part, StringComparison.Ordinal));

    private static StoredEvent[] Rows(Said[] room) => [.. room.Select((said, i) => new StoredEvent(i + 1, said))];

    private static RoomRecord Record(params Said[][] readers)
    {
        var record = new RoomRecord("room");
        foreach (var said in Room)
        {
            record.Send(said.User, said.Text);
        }

        for (var i = 0; i < readers.Length; i++)
        {
            record.AddReader($"reader {i}").Heard.AddRange(readers[i]);
        }

        return record;
    }
}
