using System.Globalization;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;

namespace Parley.Bench.Catalogue.Workloads;

/// <summary>A load, and the servers that run it.</summary>
internal sealed record Workload
{
    /// <summary>The name on the command line and in results.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>
    /// The load generator's arguments, without those about the server. <c>{warmup}</c> and <c>{seconds}</c> stand for the two times
    /// below, <c>{rate}</c> for the rate that follows from <see cref="Pace"/>.
    /// </summary>
    public required string Load { get; init; }

    /// <summary>Seconds of load before the measurement, for loads with <c>{warmup}</c>. Default 2.</summary>
    public int WarmUp { get; init; } = 2;

    /// <summary>Seconds that are measured, for loads with <c>{seconds}</c>. Default 2.</summary>
    public int Seconds { get; init; } = 2;

    /// <summary>Seconds for connecting, filling rooms or the work itself, for the estimate. Default 0.</summary>
    public double SetUp { get; init; }

    /// <summary>Rounds for each of <see cref="Contenders"/>.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>The servers that run it in a full session.</summary>
    public required IReadOnlyList<string> Contenders { get; init; }

    /// <summary>Further servers that run it in a full session, in fewer rounds, to keep the session short.</summary>
    public IReadOnlyList<string> OtherContenders { get; init; } = [];

    /// <summary>Rounds for each of <see cref="OtherContenders"/>.</summary>
    public int OtherRounds { get; init; } = 3;

    /// <summary>The servers that run it in a quick session; if empty, the workload is not part of one.</summary>
    public IReadOnlyList<string> QuickContenders { get; init; } = [];

    public Ability Requires { get; init; } = Ability.FanOut;

    /// <summary>Streams the server serves at once.</summary>
    public required int Streams { get; init; }

    /// <summary>The columns of its table; the first is the headline.</summary>
    public required IReadOnlyList<Metric> Columns { get; init; }

    /// <summary>The figures with a chart.</summary>
    public IReadOnlyList<Metric> Charts { get; init; } = [];

    /// <summary>Set if the rate depends on the server's capacity.</summary>
    public Pace? Pace { get; init; }

    /// <summary>Workloads of the same group take turns within a round, because they are compared with each other.</summary>
    public string? Group { get; init; }

    /// <summary>The load comes from the .NET client in the load generator's process, not from the generator's own protocols.</summary>
    public bool UsesSdk { get; init; }

    /// <summary>All connections are encrypted.</summary>
    public bool IsTls { get; init; }

    /// <summary>Runs only on request.</summary>
    public bool IsSoak { get; init; }

    /// <summary>What readers of the table should know; null if nothing.</summary>
    public string? Note { get; init; }

    public Metric Headline => Columns[0];

    /// <summary><see cref="Load"/> with its times filled in.</summary>
    public string LoadText =>
        Load.Replace("{warmup}", Text(WarmUp), StringComparison.Ordinal).Replace("{seconds}", Text(Seconds), StringComparison.Ordinal);

    /// <summary>How long the load generator runs.</summary>
    public double LoadSeconds =>
        SetUp + (Load.Contains("{warmup}", StringComparison.Ordinal) ? WarmUp : 0)
            + (Load.Contains("{seconds}", StringComparison.Ordinal) ? Seconds : 0);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
