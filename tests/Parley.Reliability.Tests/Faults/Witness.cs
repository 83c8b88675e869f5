using Parley.Reliability.Tests.Checking;
using Parley.Testing;

namespace Parley.Reliability.Tests.Faults;

/// <summary>A stream whose every message goes into a room's record.</summary>
internal sealed class Witness(ChatTester stream, RoomRecord record, string name) : IDisposable
{
    private readonly ReaderLog _log = record.AddReader(name);

    public async Task<string> HearAsync()
    {
        var message = await stream.ReadAsync();
        _log.Heard.Add(new Said(message.UserId, message.Text));
        return message.Text;
    }

    public void Dispose() => stream.Dispose();
}
