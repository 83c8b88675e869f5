using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Faults;

/// <summary>Reads a stream and records every message it receives.</summary>
internal sealed class RecordingReader(ChatTester stream, RoomRecord record, string name) : IDisposable
{
    private readonly ReaderRecord _reader = record.AddReader(name);

    public async Task<string> ReadTextAsync()
    {
        var message = await stream.ReadAsync();
        _reader.Received.Add(new TextMessage(message.UserId, message.Text));
        return message.Text;
    }

    public void Dispose() => stream.Dispose();
}
