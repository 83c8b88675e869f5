using System.Text;
using CsCheck;
using Parley.Load.Protocols;
using Parley.Load.Protocols.Redis;

namespace Parley.Load.Tests.Protocols;

public sealed class RedisTests
{
    private const string Hello = "%3\r\n$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:3\r\n$7\r\nmodules\r\n*0\r\n";

    private readonly FakeLink _link = new();
    private readonly FakeMember _member = new();

    [Fact]
    public void Connection_AnyPieces_DeliversEachMessageOnce() =>
        Gen.Select(WireGen.Texts, WireGen.Pieces).Sample((texts, pieces) =>
        {
            var member = new FakeMember();
            var connection = new RedisConnection(new FakeLink());
            connection.Join(new JoinRequest("kitchen", "ada"), member);
            var server = new StringBuilder(Hello).Append(">3\r\n$9\r\nsubscribe\r\n$7\r\nkitchen\r\n:1\r\n");
            texts.ForEach(text => server.Append(":12\r\n>3\r\n$7\r\nmessage\r\n$7\r\nkitchen\r\n").Append(Bulk(text)));

            FakeLink.Deliver(connection, WireGen.Bytes(server.ToString()), pieces);

            Assert.Equal(1, member.HasJoined);
            Assert.Equal(texts, member.Texts);
        });

    [Fact]
    public void Follower_AnyReplies_DeliversEachOnceAndContinues() =>
        Gen.Select(WireGen.Texts.List[1, 4], WireGen.Pieces).Sample((replies, pieces) =>
        {
            var (link, member) = (new FakeLink(), new FakeMember());
            var follower = new RedisFollower(link, "kitchen", member, fromTheBeginning: false);
            FakeLink.Deliver(follower, WireGen.Bytes($"*1\r\n*2\r\n{Bulk("7-7")}*2\r\n{Bulk("t")}{Bulk("old")}"), pieces);
            Assert.EndsWith(Bulk("7-7"), link.Queued, StringComparison.Ordinal);
            var number = 0;
            foreach (var texts in replies)
            {
                var entries = string.Concat(texts.Select(text => $"*2\r\n{Bulk($"8-{++number}")}*2\r\n{Bulk("t")}{Bulk(text)}"));
                FakeLink.Deliver(follower, WireGen.Bytes($"*1\r\n*2\r\n{Bulk("kitchen")}*{texts.Count}\r\n{entries}"), pieces);
                Assert.EndsWith(Bulk($"8-{number}"), link.Queued, StringComparison.Ordinal);
            }

            Assert.Equal(1, member.HasJoined);
            Assert.Equal(replies.SelectMany(texts => texts), member.Texts);
        });

    [Theory]
    [InlineData("*0\r\n")]
    [InlineData("*-1\r\n")]
    public void Follower_EmptyRoom_ReadsFromBeginning(string reply)
    {
        var follower = new RedisFollower(_link, "kitchen", _member, fromTheBeginning: false);

        FakeLink.Deliver(follower, WireGen.Bytes(reply), [1]);

        Assert.Equal(1, _member.HasJoined);
        Assert.EndsWith(Bulk("0-0"), _link.Queued, StringComparison.Ordinal);
    }

    [Fact]
    public void Poster_Replies_AreAcknowledgements()
    {
        var poster = new RedisPoster(_link, "kitchen", _member, acknowledges: true);
        poster.Ping();
        _link.Forget();

        Assert.True(poster.TrySend("hello"u8));
        FakeLink.Deliver(poster, WireGen.Bytes($"+PONG\r\n{Bulk("1-1")}{Bulk("1-2")}"), [2]);

        Assert.Equal("*5\r\n$4\r\nXADD\r\n$7\r\nkitchen\r\n$1\r\n*\r\n$1\r\nt\r\n$5\r\nhello\r\n", _link.Queued);
        Assert.Equal((1, 2), (_member.HasJoined, _member.HasAcknowledged));
    }

    [Fact]
    public void Poster_ErrorReply_Throws()
    {
        var poster = new RedisPoster(_link, "kitchen", _member, acknowledges: true);

        var exception = Assert.Throws<LoadException>(() => FakeLink.Deliver(poster, "-OOM command not allowed\r\n"u8.ToArray(), [4]));
        Assert.Contains("OOM", exception.Message, StringComparison.Ordinal);
    }

    private static string Bulk(string text) => $"${text.Length}\r\n{text}\r\n";
}
