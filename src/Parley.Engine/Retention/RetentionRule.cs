using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Enumeration;
using Parley.Engine.Logs;

namespace Parley.Engine.Retention;

/// <summary>What rooms whose names match a pattern keep.</summary>
/// <param name="Pattern">A room's name in which <c>*</c> stands for any characters.</param>
/// <param name="MaxAge">The age beyond which events are removed; <c>null</c> for none.</param>
/// <param name="MaxEvents">How many events are kept; <c>null</c> for all.</param>
/// <param name="MaxBytes">How many bytes of events are kept; <c>null</c> for all.</param>
public sealed record RetentionRule(string Pattern, TimeSpan? MaxAge = null, long? MaxEvents = null, long? MaxBytes = null)
{
    private const string Forever = "forever";

    private static readonly (string Unit, TimeSpan Length)[] Ages =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
    ];

    private static readonly (string Unit, long Bytes)[] Sizes = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10)];

    /// <summary>True if rooms that match keep everything.</summary>
    public bool IsForever => this is { MaxAge: null, MaxEvents: null, MaxBytes: null };

    /// <summary>
    /// Parses <c>PATTERN=LIMITS</c>. The limits are <c>forever</c>, or one or more of an age such as <c>90d</c>, <c>12h</c>, <c>30m</c> or
    /// <c>45s</c>, a number such as <c>5000events</c>, and a size such as <c>10GiB</c>, <c>10MiB</c> or <c>10KiB</c>, with commas between
    /// them. Numbers are whole and at least 1.
    /// </summary>
    /// <param name="text">The rule.</param>
    /// <param name="rule">The rule, if it is valid.</param>
    /// <param name="error">What is wrong with it and how it should look, if it is not.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out RetentionRule? rule, [NotNullWhen(false)] out string? error)
    {
        (rule, error) = (null, null);

        // Room names have no '=', so the first one ends the pattern.
        var separator = text.IndexOf('=', StringComparison.Ordinal);
        if (separator < 1)
        {
            error = $"'{text}' is not a rule: write PATTERN=LIMITS, such as 'audit-*=forever' or '*=90d'.";
            return false;
        }

        return TryParseAll(text[..separator], text[(separator + 1)..], text, out rule, out error);
    }

    /// <summary>Parses the limits alone, for one room.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="rule">A rule that every room matches, if they are valid.</param>
    /// <param name="error">What is wrong with them and how they should look, if they are not.</param>
    public static bool TryParseLimits(
        string limits, [NotNullWhen(true)] out RetentionRule? rule, [NotNullWhen(false)] out string? error) =>
        TryParseAll("*", limits, limits, out rule, out error);

    private static bool TryParseAll(
        string pattern,
        string limits,
        string text,
        [NotNullWhen(true)] out RetentionRule? rule,
        [NotNullWhen(false)] out string? error)
    {
        (rule, error) = (null, null);
        var parsed = new RetentionRule(pattern);
        foreach (var limit in limits == Forever ? [] : limits.Split(','))
        {
            if (parsed.TryAdd(limit) is not { } more)
            {
                var where = text == limit ? "" : $" in '{text}'";
                error = $"'{limit}'{where} is not a limit: write {Forever}, an age such as 90d, 12h, 30m or 45s, a count such as " +
                    "5000events, a size such as 10GiB, or several with commas between them. Give each kind once, and at least 1 of it.";
                return false;
            }

            parsed = more;
        }

        rule = parsed;
        return true;
    }

    /// <summary>True if a room's name matches the pattern.</summary>
    public bool Matches(string room) => FileSystemName.MatchesSimpleExpression(Pattern, room, ignoreCase: false);

    /// <summary>What a room keeps now.</summary>
    public KeepLimit ToLimit(DateTimeOffset now) =>
        new(MaxAge is { } age && age < now - DateTimeOffset.MinValue ? now - age : null, MaxEvents, MaxBytes);

    /// <summary>This rule with a further limit; <c>null</c> if the limit is malformed, too large or there already.</summary>
    private RetentionRule? TryAdd(string limit)
    {
        if (MaxAge is null && Find(limit, Ages) is { Number: var ages } age && ages <= TimeSpan.MaxValue.Ticks / age.Value.Ticks)
        {
            return this with { MaxAge = ages * age.Value };
        }

        if (MaxBytes is null && Find(limit, Sizes) is { Number: var sizes } size && sizes <= long.MaxValue / size.Value)
        {
            return this with { MaxBytes = sizes * size.Value };
        }

        return MaxEvents is null && Find(limit, [("events", 1L)]) is { Number: var events } ? this with { MaxEvents = events } : null;
    }

    private static (long Number, T Value)? Find<T>(string limit, (string Unit, T Value)[] units)
    {
        foreach (var (unit, value) in units)
        {
            if (limit.EndsWith(unit, StringComparison.Ordinal)
                && long.TryParse(limit.AsSpan()[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= 1)
            {
                return (number, value);
            }
        }

        return null;
    }
}
