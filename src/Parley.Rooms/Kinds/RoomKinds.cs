using System.Diagnostics.CodeAnalysis;
using Parley.Protocol;

namespace Parley.Rooms.Kinds;

/// <summary>The kinds that a server knows, by name.</summary>
public sealed class RoomKinds
{
    private readonly Dictionary<string, IRoomKind> _kinds = new(StringComparer.Ordinal);

    /// <summary>The kinds of a server.</summary>
    /// <param name="kinds">The kinds, each with a name of its own.</param>
    /// <exception cref="ArgumentException">A name is malformed or used twice, or a version is out of its range.</exception>
    public RoomKinds(IEnumerable<IRoomKind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (Validate(kind.Name) is { } error)
            {
                throw new ArgumentException(error, nameof(kinds));
            }

            if (kind.Version < 1)
            {
                throw new ArgumentException($"The kind '{kind.Name}' has version {kind.Version}. Versions begin with 1.", nameof(kinds));
            }

            if (kind.MinSnapshotVersion < 1 || kind.MinSnapshotVersion > kind.Version)
            {
                throw new ArgumentException(
                    $"The kind '{kind.Name}' reads snapshots from version {kind.MinSnapshotVersion} on. " +
                    $"Its {nameof(IRoomKind.MinSnapshotVersion)} must be from 1 to its own version, {kind.Version}.",
                    nameof(kinds));
            }

            if (!_kinds.TryAdd(kind.Name, kind))
            {
                throw new ArgumentException($"There are two kinds named '{kind.Name}'. Rename one.", nameof(kinds));
            }
        }
    }

    /// <summary>Their names, in order.</summary>
    public IEnumerable<string> Names => _kinds.Keys.Order(StringComparer.Ordinal);

    /// <summary>Finds a kind.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out IRoomKind? kind) => _kinds.TryGetValue(name, out kind);

    /// <summary>Checks the name of a kind: 1 to 32 lower-case ASCII letters, digits and hyphens.</summary>
    /// <returns>What is wrong with the name; <c>null</c> if it is valid.</returns>
    public static string? Validate(string name) =>
        name.Length is < 1 or > ProtocolLimits.KindCharacters || name.Any(character => !IsAllowed(character))
            ? $"The name of a kind has 1 to {ProtocolLimits.KindCharacters} lower-case ASCII letters, digits and hyphens."
            : null;

    private static bool IsAllowed(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-';
}
