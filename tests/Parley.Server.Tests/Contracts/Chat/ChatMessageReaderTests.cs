using System.Buffers;
using Google.Protobuf;
using Parley.Protocol.Chat;
using Parley.Rooms;
using Parley.Server.Contracts.Chat;

namespace Parley.Server.Tests.Contracts.Chat;

/// <summary>Messages become the commands that the generated type would have given.</summary>
public sealed class ChatMessageReaderTests
{
    private readonly ChatMessageReader _reader = new();

    [Fact]
    public void Read_AnyMessage_IsWhatTheGeneratedTypeReads()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var message = new ChatMessage
            {
                UserId = $"user-{random.Next(3)}",
                Text = random.Next(4) == 0 ? "ä🎉" : new string('x', random.Next(200)),
                Timestamp = random.Next(2),
            };
            var bytes = message.ToByteArray();
            for (var i = random.Next(3); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.True(Expect(bytes) == Read(bytes), $"seed {seed}: {message}, damaged to {Convert.ToHexString(bytes)}");
        }
    }

    private static string Expect(byte[] message)
    {
        try
        {
            var decoded = ChatMessage.Parser.ParseFrom(message);
            return Show(PostCommand.Message(decoded.UserId, decoded.Text));
        }
        catch (InvalidProtocolBufferException)
        {
            return "malformed";
        }
    }

    private string Read(byte[] message)
    {
        try
        {
            return Show(_reader.Read(new ReadOnlySequence<byte>(message)));
        }
        catch (InvalidProtocolBufferException)
        {
            return "malformed";
        }
    }

    private static string Show(PostCommand command) => $"{command.User} {Convert.ToHexString(command.Content.Span)}";
}
