using Grpc.Core;
using Parley.Protocol;
using Parley.Protocol.Chat;
using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Crashes;

/// <summary>Listens to a room and notes what it receives until its stream ends.</summary>
internal static class LoadReader
{
    public static async Task RunAsync(ChatService.ChatServiceClient client, RoomRecord record, string name, int history)
    {
        var log = record.AddReader(name);
        using var stream = ChatTester.Open(client, record.Room, new Metadata.Entry(ChatMetadata.History, $"{history}"));
        try
        {
            while (true)
            {
                var message = await stream.ReadAsync();
                log.Heard.Add(new Said(message.UserId, message.Text));
            }
        }
        catch (Exception exception) when (StreamEnd.IsBehind(exception))
        {
            // How it ended is of no interest: a reader knows what it has received.
        }
    }
}
