using System.Diagnostics;
using System.Text;
using CsCheck;
using Parley.Load.Measuring;
using Parley.Load.Workloads;

namespace Parley.Load.Tests.Workloads;

public sealed class ChatReaderTests
{
    private const int Senders = 3;

    [Fact]
    public void Receive_EverythingInOrder_HasNoFaults()
    {
        var reader = new ChatReader(0, 1, Senders, null);

        Receive(reader, (0, 0), (1, 0), (0, 1), (0, 2), (1, 1));

        Assert.Equal((5, 0), (reader.Verified, reader.FaultsAfter([3, 2, 0])));
    }

    [Fact]
    public void Receive_MessageLost_IsAFault()
    {
        var reader = new ChatReader(0, 1, Senders, null);

        Receive(reader, (0, 0), (0, 2));

        Assert.Equal((1, 1), (reader.Verified, reader.Faults));
    }

    [Fact]
    public void Receive_LastMessagesLost_AreFaultsAtTheEnd()
    {
        var reader = new ChatReader(0, 1, Senders, null);

        Receive(reader, (0, 0), (1, 0));

        Assert.Equal(0, reader.Faults);
        Assert.Equal(2 + 1, reader.FaultsAfter([3, 1, 1]));
    }

    [Fact]
    public void Receive_DuplicateMessage_IsAFault()
    {
        var reader = new ChatReader(0, 1, Senders, null);

        Receive(reader, (0, 0), (0, 1), (0, 1));

        Assert.Equal((2, 1), (reader.Verified, reader.Faults));
    }

    [Fact]
    public void Receive_SwappedMessages_IsAFault()
    {
        var reader = new ChatReader(0, 1, Senders, null);

        Receive(reader, (0, 1), (0, 0));

        Assert.True(reader.Faults > 0);
    }

    [Fact]
    public void Receive_MessageOfAnotherRoom_IsAFault()
    {
        var reader = new ChatReader(room: 1, rooms: 2, senders: 4, null);

        Receive(reader, (1, 0), (3, 0));
        Assert.Equal(0, reader.FaultsAfter([0, 1, 0, 1]));

        Receive(reader, (2, 0));
        Assert.Equal((2, 1), (reader.Verified, reader.Faults));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("a text that is long enough to be one, and is not")]
    public void Receive_UnreadableText_IsAFault(string text)
    {
        var reader = new ChatReader(0, 1, Senders, null);

        Assert.Equal(-1, reader.Receive(Encoding.ASCII.GetBytes(text), 0));
        Assert.Equal((0, 1), (reader.Verified, reader.Faults));
    }

    [Fact]
    public void FaultsAfter_AnyChange_IsAFault() =>
        Gen.Select(Gen.Int[0, Senders - 1].List[2, 40], Gen.Int[0, 2], Gen.Int[0, 39], Gen.Int[0, 39]).Sample((order, change, at, other) =>
        {
            var sent = new int[Senders];
            var messages = order.Select(sender => (Sender: sender, Number: sent[sender]++)).ToList();
            (at, other) = (at % messages.Count, other % messages.Count);
            var isChanged = true;
            switch (change)
            {
                case 0:
                    messages.RemoveAt(at);
                    break;
                case 1:
                    messages.Insert(other, messages[at]);
                    break;
                default:
                    (messages[at], messages[other]) = (messages[other], messages[at]);
                    isChanged = !messages.GroupBy(message => message.Sender).All(IsInOrder);
                    break;
            }

            var reader = new ChatReader(0, 1, Senders, null);
            Receive(reader, [.. messages]);

            Assert.Equal(isChanged, reader.FaultsAfter(sent) > 0);
        });

    [Fact]
    public void Receive_WithHistogram_RecordsLatencySinceSent()
    {
        var latencies = new Histogram();
        var reader = new ChatReader(0, 1, 1, latencies);
        var text = ChatText.Create(0, 100);
        ChatText.Stamp(text, 0, 1_000);

        reader.Receive(text, 1_000 + (Stopwatch.Frequency / 1_000));

        Assert.InRange(latencies.Percentile(1), 1_000, 1_032);
    }

    private static bool IsInOrder(IEnumerable<(int Sender, int Number)> messages) => messages.Order().SequenceEqual(messages);

    private static void Receive(ChatReader reader, params (int Sender, int Number)[] messages)
    {
        foreach (var (sender, number) in messages)
        {
            var text = ChatText.Create(sender, 40);
            ChatText.Stamp(text, number, 0);
            reader.Receive(text, 0);
        }
    }
}
