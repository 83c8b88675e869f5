using System.Globalization;

namespace Parley.Bench.Catalogue;

/// <summary>A load that servers are put under.</summary>
internal sealed record Workload
{
    /// <summary>The name on the command line and in results.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>
    /// What the load generator is told, apart from the server. <c>{warmup}</c> and <c>{seconds}</c> stand for the two times below,
    /// <c>{rate}</c> for what <see cref="Pace"/> yields.
    /// </summary>
    public required string Load { get; init; }

    /// <summary>Seconds of load before anything is measured, where the load has any.</summary>
    public int WarmUp { get; init; } = 2;

    /// <summary>Seconds measured, where it is time that ends the load.</summary>
    public int Seconds { get; init; } = 2;

    /// <summary>Further seconds that connecting, filling or the work itself takes, for the estimate.</summary>
    public double SetUp { get; init; }

    /// <summary>Rounds for each of <see cref="Field"/>.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Who runs it in a full session.</summary>
    public required IReadOnlyList<string> Field { get; init; }

    /// <summary>Who else runs it in a full session, in fewer rounds, so that a session ends the same morning.</summary>
    public IReadOnlyList<string> Guests { get; init; } = [];

    /// <summary>Rounds for each of <see cref="Guests"/>.</summary>
    public int GuestRounds { get; init; } = 3;

    /// <summary>Who runs it in a quick session; nobody if empty.</summary>
    public IReadOnlyList<string> Quick { get; init; } = [];

    public Ability Requires { get; init; } = Ability.FanOut;

    /// <summary>Streams the server has to serve at once.</summary>
    public required int Streams { get; init; }

    /// <summary>Columns of its table; the first is the headline.</summary>
    public required IReadOnlyList<Metric> Columns { get; init; }

    /// <summary>The figures that are drawn.</summary>
    public IReadOnlyList<Metric> Charts { get; init; } = [];

    /// <summary>Set where the rate depends on what the server can do.</summary>
    public Pace? Pace { get; init; }

    /// <summary>Workloads with the same word here take turns within a round, because they are compared with each other.</summary>
    public string? Together { get; init; }

    /// <summary>The load is the .NET client, in the load generator's process, and not what the generator speaks with the contender.</summary>
    public bool UsesSdk { get; init; }

    /// <summary>All connections are encrypted.</summary>
    public bool IsTls { get; init; }

    /// <summary>Runs only when asked for.</summary>
    public bool IsSoak { get; init; }

    /// <summary>What a reader of the table has to know.</summary>
    public string? Note { get; init; }

    public Metric Headline => Columns[0];

    /// <summary>The load with its times.</summary>
    public string LoadText =>
        Load.Replace("{warmup}", Text(WarmUp), StringComparison.Ordinal).Replace("{seconds}", Text(Seconds), StringComparison.Ordinal);

    /// <summary>How long the load generator runs.</summary>
    public double LoadSeconds =>
        SetUp + (Load.Contains("{warmup}", StringComparison.Ordinal) ? WarmUp : 0) + (Load.Contains("{seconds}", StringComparison.Ordinal) ? Seconds : 0);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
