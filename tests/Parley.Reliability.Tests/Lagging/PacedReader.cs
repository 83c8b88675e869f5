using System.Diagnostics;
using Parley.Protocol.Chat;

namespace Parley.Reliability.Tests.Lagging;

/// <summary>Reads the messages of a <see cref="PacedSender"/> and asserts that each comes once, in order.</summary>
/// <param name="read">Reads the next message.</param>
internal sealed class PacedReader(Func<Task<ChatMessage>> read)
{
    /// <summary>How late each message was, in ticks of <see cref="Stopwatch"/>.</summary>
    public List<long> Lateness { get; } = [];

    /// <summary>Reads until <paramref name="count"/> messages have come in all.</summary>
    public async Task ReadAsync(int count)
    {
        while (Lateness.Count < count)
        {
            var (number, due) = PacedSender.Parse((await read()).Text);
            Assert.Equal(Lateness.Count, number);
            Lateness.Add(Stopwatch.GetTimestamp() - due);
        }
    }
}
