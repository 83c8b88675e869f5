using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Workloads;

namespace Parley.Bench.Planning;

/// <summary>
/// Orders the runs round by round rather than server by server, so that a machine that becomes slower or faster does so for all servers.
/// Each round begins with a different server.
/// </summary>
internal sealed class Planner(Catalog catalog, Selection selection)
{
    private const int QuickRounds = 3;
    private const int QuickSeconds = 2;
    private const int QuickWarmUp = 3;

    private readonly List<Exclusion> _exclusions = [];

    /// <summary>Plans everything that was requested.</summary>
    /// <exception cref="PlanException">A requested workload or peer does not exist.</exception>
    public Plan Plan()
    {
        var workloads = Workloads();
        var entries = workloads.SelectMany(Entries).ToList();
        foreach (var entry in entries.ToList())
        {
            // A share of a server's capacity needs the capacity measured first.
            if (entry.Workload.Pace is { } pace
                && !entries.Exists(other => other.Workload.Name == pace.Workload && other.Contender == entry.Contender))
            {
                entries.Add(new(workloads.First(workload => workload.Name == pace.Workload), entry.Contender, entry.Rounds));
            }
        }

        var runs = workloads.GroupBy(workload => workload.Group ?? workload.Name)
            .SelectMany(block => Interleave([.. block.SelectMany(workload => entries.Where(entry => entry.Workload == workload))]));
        return new(workloads, [.. runs], _exclusions);
    }

    /// <summary>All rounds of all entries, ordered by round, then server, then workload.</summary>
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
            : catalog.Workloads.Where(workload => !workload.IsSoak && (!selection.Quick || workload.QuickContenders.Count > 0)).ToHashSet();
        asked.UnionWith(catalog.Workloads.Where(workload => workload.IsSoak && selection.Soak));
        asked.UnionWith(asked.Select(workload => workload.Pace).OfType<Pace>().Select(pace => catalog.Workload(pace.Workload)).ToList());
        return [.. catalog.Workloads.Where(asked.Contains).Select(Shortened)];
    }

    private List<Workload> Named(string name)
    {
        var found = catalog.Workloads
            .Where(workload => workload.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                || workload.Name.StartsWith(name + "-", StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 0 ? found : throw Unknown("workload", name, catalog.Workloads.Select(workload => workload.Name));
    }

    private static PlanException Unknown(string kind, string name, IEnumerable<string> known) =>
        new($"There is no {kind} {name}. The {kind}s are {string.Join(", ", known)}.");

    private Workload Shortened(Workload workload) =>
        selection.Quick && !workload.IsSoak
            ? workload with { WarmUp = Math.Min(workload.WarmUp, QuickWarmUp), Seconds = Math.Min(workload.Seconds, QuickSeconds) }
            : workload;

    private IEnumerable<Entry> Entries(Workload workload)
    {
        foreach (var name in Contenders(workload))
        {
            var contender = catalog.Contenders.FirstOrDefault(contender => contender.Name == name)
                ?? throw Unknown("peer", name, catalog.Contenders.Select(found => found.Name));
            if (contender.ExclusionReason(workload) is { } reason)
            {
                _exclusions.Add(new(workload.Name, name, reason));
                continue;
            }

            yield return new(workload, contender, Rounds(workload, name));
        }
    }

    private IEnumerable<string> Contenders(Workload workload) =>
        selection.Peers.Count > 0 ? selection.Peers.Prepend(Catalog.Subject).Distinct()
        : selection.Quick && workload.QuickContenders.Count > 0 ? workload.QuickContenders
        : workload.Contenders.Concat(workload.OtherContenders);

    private int Rounds(Workload workload, string contender) =>
        workload.IsSoak ? workload.Rounds
        : selection.Rounds ?? (selection.Quick ? QuickRounds
        : workload.OtherContenders.Contains(contender) ? workload.OtherRounds
        : workload.Rounds);
}
