namespace Parley.Bench.Catalogue.Targets;

/// <summary>What a target compares.</summary>
internal enum TargetKind
{
    /// <summary>Parley's own figure.</summary>
    Value,

    /// <summary>Parley's figure divided by a peer's under the same workload.</summary>
    TimesPeer,

    /// <summary>Parley's figure divided by its own under another workload.</summary>
    TimesOtherWorkload,

    /// <summary>Parley's figure minus its own under another workload.</summary>
    MoreThanOtherWorkload,
}
