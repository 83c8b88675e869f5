using System.Diagnostics;
using Parley.Protocol.Chat;

namespace Parley.Reliability.Tests.Lagging;

/// <summary>Reads what a <see cref="PacedSender"/> sends: each message once, in order.</summary>
internal sealed class PacedReader(Func<Task<ChatMessage>> hear)
{
    /// <summary>How late each message came, in ticks of <see cref="Stopwatch"/>.</summary>
    public List<long> Lateness { get; } = [];

    /// <summary>Reads until so many have come over all; fails at the first that is not the next.</summary>
    public async Task ReadAsync(int count)
    {
        while (Lateness.Count < count)
        {
            var (number, due) = PacedSender.Parse((await hear()).Text);
            Assert.Equal(Lateness.Count, number);
            Lateness.Add(Stopwatch.GetTimestamp() - due);
        }
    }
}
