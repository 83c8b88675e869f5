using System.Diagnostics;
using System.Globalization;
using Parley.Testing;

namespace Parley.Reliability.Tests.Lagging;

/// <summary>
/// Sends messages at a fixed rate. Each carries its number and the time at which it was due, so that a delayed sender makes messages late,
/// not fewer.
/// </summary>
internal sealed class PacedSender(ChatTester stream, int perSecond, int textLength)
{
    private long _began;
    private int _sent;

    /// <summary>Reads the number and the due time from a message.</summary>
    public static (int Number, long Due) Parse(string text)
    {
        var parts = text.Split(' ', 3);
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Sends the next messages, each when it is due.</summary>
    public async Task SendAsync(int count)
    {
        _began = _began == 0 ? Stopwatch.GetTimestamp() : _began;
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var until = _sent + count; _sent < until;)
        {
            var due = _began + (_sent * Stopwatch.Frequency / perSecond);
            if (due > Stopwatch.GetTimestamp())
            {
                await pace.WaitForNextTickAsync();
                continue;
            }

            await stream.SayAsync("ada", string.Create(CultureInfo.InvariantCulture, $"{_sent} {due} ").PadRight(textLength, '.'));
            _sent++;
        }
    }
}
