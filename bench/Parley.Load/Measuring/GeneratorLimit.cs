using System.Globalization;

namespace Parley.Load.Measuring;

/// <summary>
/// Decides whether a run measured the generator instead of the server: its thread hardly ever waited, although there was processor time that the
/// server could have had; or it could not keep the pace it was asked for, without the server holding it back.
/// </summary>
internal static class GeneratorLimit
{
    public const double MaxBusy = 0.95;
    public const double MinIdle = 0.1;
    public const double MinPace = 0.99;

    /// <summary>Why the run is void, or null.</summary>
    /// <param name="usage">What was used while measuring.</param>
    /// <param name="pace">Messages sent in the open loop per message that was due and that the server would have taken; 1 in a closed loop.</param>
    public static string? Reason(Usage usage, double pace)
    {
        if (usage.LoopBusyShare > MaxBusy && usage.IdleShare > MinIdle)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the generator was the limit: its thread was busy {usage.LoopBusyShare:P0} of the time while {usage.IdleShare:F2} processors were idle");
        }

        return pace < MinPace
            ? string.Create(CultureInfo.InvariantCulture, $"the generator was the limit: it sent {pace:P1} of the messages that were due")
            : null;
    }
}
