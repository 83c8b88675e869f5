using Parley.Command.Formatting;
using Parley.Server.Offline;

namespace Parley.Command.Offline;

/// <summary>The last line that a command prints about a log.</summary>
internal static class OutcomeLine
{
    public static void Print(VerificationReport report, string outcome) =>
        Console.WriteLine($"{Quantity.Of(report.Rooms, "room")}, {Quantity.Of(report.Events, "event")}: {outcome}");
}
