using System.Globalization;

namespace Parley.Load.Measuring;

/// <summary>
/// Decides whether a run measured the generator instead of the server: the generator's thread hardly ever waited although the server could
/// have used idle processors, or the generator could not keep its rate although the server did not hold it back.
/// </summary>
internal static class GeneratorLimit
{
    public const double MaxBusy = 0.95;
    public const double MinIdle = 0.1;
    public const double MinPace = 0.99;

    /// <summary>The reason why the run is invalid; null if it is valid.</summary>
    /// <param name="usage">The usage during the measurement.</param>
    /// <param name="pace">In the open loop, the share of due messages that were sent, see <c>Pace.Kept</c>; 1 in a closed loop.</param>
    public static string? Reason(Usage usage, double pace)
    {
        if (usage.LoopBusyShare > MaxBusy && usage.IdleShare > MinIdle)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the generator was the limit: its thread was busy {usage.LoopBusyShare:P0} of the time "
                + $"while {usage.IdleShare:F2} processors were idle");
        }

        return pace < MinPace
            ? string.Create(CultureInfo.InvariantCulture, $"the generator was the limit: it sent {pace:P1} of the messages that were due")
            : null;
    }
}
