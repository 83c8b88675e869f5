using Grpc.Core;
using Parley.Protocol;
using Parley.Protocol.Chat;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Crashes;

/// <summary>Reads a room and records what it receives until its stream ends.</summary>
internal static class LoadReader
{
    public static async Task RunAsync(ChatService.ChatServiceClient client, RoomRecord record, string name, int history)
    {
        var reader = record.AddReader(name);
        using var stream = ChatTester.Open(client, record.Room, new Metadata.Entry(ChatMetadata.History, $"{history}"));
        try
        {
            while (true)
            {
                var message = await stream.ReadAsync();
                reader.Received.Add(new TextMessage(message.UserId, message.Text));
            }
        }
        catch (Exception exception) when (StreamEnd.IsEnd(exception))
        {
            // How the stream ended does not matter: what it has received is recorded.
        }
    }
}
