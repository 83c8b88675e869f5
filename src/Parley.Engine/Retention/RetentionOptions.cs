using System.ComponentModel.DataAnnotations;

namespace Parley.Engine.Retention;

/// <summary>How long rooms keep their events. Section <c>Parley:Retention</c> of the configuration.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// Rules such as <c>audit-*=forever</c> and <c>*=90d,1000000events,10GiB</c>, in the form of <see cref="RetentionRule.TryParse"/>. The
    /// first one whose pattern matches a room counts. Default: none, and every room keeps everything.
    /// </summary>
    public IReadOnlyList<string>? Keep { get; set; }

    /// <summary>Seconds between two looks at all rooms. 1–86,400, default 600.</summary>
    [Range(1, 86_400)]
    public int IntervalSeconds { get; set; } = 600;

    /// <summary>
    /// Events of a room that are removed at once; posts wait meanwhile. 1–100,000, default 500. More are removed in further steps.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxStep { get; set; } = 500;
}
