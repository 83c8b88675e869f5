using Parley.Bench.Catalogue;

namespace Parley.Bench.Planning;

/// <summary>
/// Puts runs in order: round by round and not server by server, so that a machine that gets slower or faster meanwhile does so for all.
/// Each round begins with another server, so that nobody always comes first.
/// </summary>
internal sealed class Planner(Catalog catalog, Selection selection)
{
    private const int QuickRounds = 3;
    private const int QuickSeconds = 2;
    private const int QuickWarmUp = 3;

    private readonly List<Exclusion> _exclusions = [];

    /// <summary>The order of everything that was asked for.</summary>
    /// <exception cref="PlanException">Something that was asked for does not exist.</exception>
    public Plan Plan()
    {
        var workloads = Workloads();
        var entries = workloads.SelectMany(Entries).ToList();
        foreach (var entry in entries.ToList())
        {
            // A load that is a share of what a server can do needs to know what that is.
            if (entry.Workload.Pace is { } pace && !entries.Exists(other => other.Workload.Name == pace.Workload && other.Contender == entry.Contender))
            {
                entries.Add(new(workloads.First(workload => workload.Name == pace.Workload), entry.Contender, entry.Rounds));
            }
        }

        var runs = workloads.GroupBy(workload => workload.Together ?? workload.Name)
            .SelectMany(block => Interleave([.. block.SelectMany(workload => entries.Where(entry => entry.Workload == workload))]));
        return new(workloads, [.. runs], _exclusions);
    }

    /// <summary>Every round of every entry: round first, then server, then workload.</summary>
    public static IEnumerable<PlannedRun> Interleave(IReadOnlyList<Entry> entries)
    {
        var contenders = entries.Select(entry => entry.Contender).Distinct().ToList();
        for (var round = 1; round <= entries.Select(entry => entry.Rounds).DefaultIfEmpty().Max(); round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                var contender = contenders[(i + round - 1) % contenders.Count];
                foreach (var entry in entries.Where(entry => entry.Contender == contender && entry.Rounds >= round))
                {
                    yield return new(entry.Workload, contender, round, entry.Rounds);
                }
            }
        }
    }

    private List<Workload> Workloads()
    {
        var asked = selection.Workloads.Count > 0
            ? selection.Workloads.SelectMany(Named).ToHashSet()
            : catalog.Workloads.Where(workload => !workload.IsSoak && (!selection.Quick || workload.Quick.Count > 0)).ToHashSet();
        asked.UnionWith(catalog.Workloads.Where(workload => workload.IsSoak && selection.Soak));
        asked.UnionWith(asked.Select(workload => workload.Pace).OfType<Pace>().Select(pace => catalog.Workload(pace.Workload)).ToList());
        return [.. catalog.Workloads.Where(asked.Contains).Select(Shortened)];
    }

    private List<Workload> Named(string name)
    {
        var found = catalog.Workloads
            .Where(workload => workload.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                || workload.Name.StartsWith(name + "-", StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 0
            ? found
            : throw new PlanException($"There is no workload {name}; there are {string.Join(", ", catalog.Workloads.Select(workload => workload.Name))}.");
    }

    private Workload Shortened(Workload workload) =>
        selection.Quick && !workload.IsSoak
            ? workload with { WarmUp = Math.Min(workload.WarmUp, QuickWarmUp), Seconds = Math.Min(workload.Seconds, QuickSeconds) }
            : workload;

    private IEnumerable<Entry> Entries(Workload workload)
    {
        foreach (var name in Field(workload))
        {
            var contender = catalog.Contenders.FirstOrDefault(contender => contender.Name == name)
                ?? throw new PlanException($"There is no peer {name}; there are {string.Join(", ", catalog.Contenders.Select(contender => contender.Name))}.");
            if (contender.Refuses(workload) is { } reason)
            {
                _exclusions.Add(new(workload.Name, name, reason));
                continue;
            }

            yield return new(workload, contender, Rounds(workload, name));
        }
    }

    private IEnumerable<string> Field(Workload workload) =>
        selection.Peers.Count > 0 ? selection.Peers.Prepend(Catalog.Subject).Distinct()
        : selection.Quick && workload.Quick.Count > 0 ? workload.Quick
        : workload.Field.Concat(workload.Guests);

    private int Rounds(Workload workload, string contender) =>
        workload.IsSoak ? workload.Rounds
        : selection.Rounds ?? (selection.Quick ? QuickRounds
        : workload.Guests.Contains(contender) ? workload.GuestRounds
        : workload.Rounds);
}
