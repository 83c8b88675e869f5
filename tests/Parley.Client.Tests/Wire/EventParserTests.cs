using CsCheck;
using Google.Protobuf;
using Parley.Client.Wire;
using Parley.Protocol.V1;

namespace Parley.Client.Tests.Wire;

/// <summary>The fast parser says what the generated one says, or nothing.</summary>
public sealed class EventParserTests
{
    private static readonly Gen<Event> Events = Gen.Select(
        Gen.String, Gen.Long, Gen.String, Gen.Long[0, 4_000_000_000_000], Gen.String, Gen.String,
        (room, sequence, user, time, commandId, text) => new Event
        {
            Room = room,
            Sequence = sequence,
            User = user,
            TimeMs = time,
            CommandId = commandId,
            Content = new() { Message = new() { Text = text } },
        });

    [Fact]
    public void AnyMessage_IsWhatTheGeneratedParserSays()
    {
        var parser = new EventParser();
        Events.Sample(source =>
        {
            var bytes = new ServerFrame { Event = source }.ToByteArray();

            Assert.Equal(EventMapper.ToItem(ServerFrame.Parser.ParseFrom(bytes).Event, ""), parser.TryParse(bytes));
        });
    }

    [Fact]
    public void AnyDamage_IsNeverReadAsSomethingElse()
    {
        var parser = new EventParser();
        Gen.Select(Events, Gen.Int[0, 1000], Gen.Byte).Sample((source, place, value) =>
        {
            var bytes = new ServerFrame { Event = source }.ToByteArray();
            bytes[place % bytes.Length] = value;
            if (parser.TryParse(bytes) is { } item)
            {
                Assert.Equal(EventMapper.ToItem(ServerFrame.Parser.ParseFrom(bytes).Event, ""), item);
            }
        });
    }

    [Fact]
    public void AnyBytes_AreReadWithoutAnException()
    {
        var parser = new EventParser();
        Gen.Byte.Array[0, 40].Sample(bytes => parser.TryParse(bytes) is null || ServerFrame.Parser.ParseFrom(bytes).Event is not null);
    }

    [Fact]
    public void WhatIsNoMessage_IsLeftToTheGeneratedParser()
    {
        var parser = new EventParser();
        var known = new Event { Room = "lobby", Sequence = 1, Content = new() { Message = new() { Text = "a" } } };
        var fromANewerServer = new ServerFrame { Event = known }.ToByteArray().Concat(new byte[] { 0x98, 0x06, 0x01 }).ToArray();

        Assert.NotNull(parser.TryParse(new ServerFrame { Event = known }.ToByteArray()));
        Assert.Null(parser.TryParse(fromANewerServer));
        Assert.Null(parser.TryParse(new ServerFrame { Event = new() { Room = "lobby", Content = new() } }.ToByteArray()));
        Assert.Null(parser.TryParse(new ServerFrame { Event = new() { Room = "lobby" } }.ToByteArray()));
        Assert.Null(parser.TryParse(new ServerFrame { Ping = new() }.ToByteArray()));
        Assert.Null(parser.TryParse([]));
    }
}
