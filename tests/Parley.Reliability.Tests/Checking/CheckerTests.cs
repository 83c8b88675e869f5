namespace Parley.Reliability.Tests.Checking;

public sealed class CheckerTests
{
    private static readonly TextMessage[] Room =
    [
        new("ada", "a1"), new("bob", "b1"), new("ada", "a2"), new("bob", "b2"), new("ada", "a3"), new("bob", "b3"),
    ];

    [Fact]
    public void Check_CorrectLog_ReportsNothing() =>
        Assert.Empty(Checker.Check(Record(Room[..4], Room[2..]), Room, Rows(Room)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Check_UnknownOutcome_MayBeThereOrNot(bool there)
    {
        TextMessage[] room = there ? [.. Room, new TextMessage("cyd", "c1")] : Room;
        var record = Record(Room);
        record.AddSent("cyd", "c1");

        Assert.Empty(Checker.Check(record, room, Rows(room)));
    }

    [Fact]
    public void Check_AcknowledgedMessageLost_IsReported() =>
        AssertReports("K1 acknowledged, but missing: TextMessage { User = bob, Text = b3 }, received by reader 0", Record(Room), Room[..5]);

    [Fact]
    public void Check_AcknowledgedMessageLostInTheMiddle_IsReported() =>
        AssertReports("K1", Record(Room), [.. Room[..2], .. Room[3..]]);

    [Fact]
    public void Check_AcceptedMessageLost_IsReported()
    {
        var record = Record();
        record.AddAccepted("bob", "b3", 6);

        Assert.Empty(Checker.Check(record, Room, Rows(Room)));
        AssertReports("K1 acknowledged, but missing: TextMessage { User = bob, Text = b3 }, accepted as 6", record, Room[..5]);
    }

    [Fact]
    public void Check_RetryAcceptedAsAnother_IsReported()
    {
        var record = Record();
        record.AddAccepted("bob", "b1", 2);
        record.AddAccepted("bob", "b1", 4);

        AssertReports("K6 accepted as 4, but it is 2", record, Room);
    }

    [Fact]
    public void Check_MessageDoubled_IsReported() =>
        AssertReports("K2 twice, at 1 and 6", Record(Room), [.. Room, Room[1]]);

    [Fact]
    public void Check_UnknownOutcomeDoubled_IsReported()
    {
        var record = Record(Room);
        record.AddSent("cyd", "c1");

        AssertReports("K2", record, [.. Room, new TextMessage("cyd", "c1"), new TextMessage("cyd", "c1")]);
    }

    [Fact]
    public void Check_MessagesOfOneSenderSwapped_IsReported() =>
        AssertReports("K4 sent before a2, but after it in the room", Record(), [Room[2], Room[1], Room[0], .. Room[3..]]);

    [Fact]
    public void Check_MessagesOfTwoSendersSwapped_IsReported() =>
        AssertReports("K7", Record(Room), [Room[1], Room[0], .. Room[2..]]);

    [Fact]
    public void Check_MessageNobodySent_IsReported() =>
        AssertReports("K5 nobody sent", Record(Room), [.. Room, new TextMessage("eve", "e1")]);

    [Fact]
    public void Check_MessageUnderAnotherName_IsReported() =>
        AssertReports("K5 nobody sent", Record(), [new TextMessage("eve", "a1"), .. Room[1..]]);

    [Theory]
    [InlineData(5, 7)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void Check_RowRenumbered_IsReported(int row, long sequence)
    {
        var rows = Rows(Room);
        rows[row] = rows[row] with { Sequence = sequence };

        AssertContains($"K3 row {row + 1} has sequence {sequence}", Checker.Check(Record(Room), Room, rows));
    }

    [Fact]
    public void Check_HistoryIsNotTheRows_IsReported()
    {
        AssertContains("K3", Checker.Check(Record(), Room, Rows(Room[..5])));
        AssertContains("K3", Checker.Check(Record(), Room, Rows([Room[1], Room[0], .. Room[2..]])));
    }

    [Fact]
    public void Check_ReaderMissesOne_IsReported() =>
        AssertReports("K7 reader 0 received 3 after 1", Record([.. Room[..2], .. Room[3..]]), Room);

    [Fact]
    public void Check_ReaderReceivesOneTwice_IsReported() =>
        AssertReports("K7 reader 0 received 1 after 1", Record([Room[1], Room[1]]), Room);

    [Fact]
    public void Check_ReaderReceivesTwoSwapped_IsReported() =>
        AssertReports("K7 reader 0 received 0 after 1", Record([Room[1], Room[0]]), Room);

    private static void AssertReports(string part, RoomRecord record, TextMessage[] room) =>
        AssertContains(part, Checker.Check(record, room, Rows(room)));

    private static void AssertContains(string part, List<string> violations) =>
        Assert.Contains(violations, violation => violation.Contains(part, StringComparison.Ordinal));

    private static StoredEvent[] Rows(TextMessage[] room) => [.. room.Select((message, i) => new StoredEvent(i + 1, message))];

    private static RoomRecord Record(params TextMessage[][] readers)
    {
        var record = new RoomRecord("room");
        foreach (var message in Room)
        {
            record.AddSent(message.User, message.Text);
        }

        for (var i = 0; i < readers.Length; i++)
        {
            record.AddReader($"reader {i}").Received.AddRange(readers[i]);
        }

        return record;
    }
}
