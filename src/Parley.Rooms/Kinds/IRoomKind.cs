namespace Parley.Rooms.Kinds;

/// <summary>
/// The rules of a room: which commands it accepts, and which events they become. A room's kind is chosen when it is created and never
/// changes.
/// </summary>
/// <remarks>
/// A kind is pure: without I/O, clock or randomness, so that folding a room's log gives the state that living through it gave. Many threads
/// use a kind at once, for different rooms; each state is used by one thread at a time.
/// </remarks>
public interface IRoomKind
{
    /// <summary>
    /// The name by which clients ask for the kind, such as <c>chat</c>; see <see cref="RoomKinds.Validate"/>. It is stored in each room.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// The version of the kind's options, events and snapshots, 1 or more. A room that a newer version created is closed to this one;
    /// a snapshot of a newer version is not used.
    /// </summary>
    int Version { get; }

    /// <summary>
    /// The oldest version whose snapshots <see cref="Open"/> can read, at most <see cref="Version"/>, which is the default. A room that has
    /// only an older one is opened from its log, which fails if its first events were removed.
    /// </summary>
    int MinSnapshotVersion => Version;

    /// <summary>
    /// True if rooms of this kind decide by what happened before. Only then are events applied and snapshots saved; otherwise one state
    /// may serve all rooms.
    /// </summary>
    bool HasState { get; }

    /// <summary>Checks the options of a room that is to be created.</summary>
    /// <param name="options">
    /// In the kind's own form, at most <see cref="Protocol.ProtocolLimits.OptionsBytes"/>; empty if none were given.
    /// </param>
    /// <returns>What is wrong with them, for the person who chose them; <c>null</c> if they are valid.</returns>
    string? ValidateOptions(ReadOnlySpan<byte> options);

    /// <summary>The state of a room that was just created.</summary>
    /// <param name="options">Valid options, of this version or an older one.</param>
    IRoomState Create(ReadOnlyMemory<byte> options);

    /// <summary>The state that <see cref="IRoomState.Save"/> saved.</summary>
    /// <param name="options">The options that the room was created with.</param>
    /// <param name="snapshot">What was saved, by a version from <see cref="MinSnapshotVersion"/> to this one.</param>
    /// <exception cref="FormatException">The snapshot cannot be read. The room is then folded from its log.</exception>
    IRoomState Open(ReadOnlyMemory<byte> options, ReadOnlySpan<byte> snapshot);

    /// <summary>
    /// Names the earlier events that <see cref="IRoomState.Decide"/> needs for a command: they are read from the log first. Depends on the
    /// command alone. By default none.
    /// </summary>
    /// <param name="command">A command. Its content may be of any type.</param>
    /// <returns>Their sequences. Those that the room does not have are left out of the facts.</returns>
    IReadOnlyCollection<long> FindFacts(PostCommand command) => [];

    /// <summary>
    /// True if a command is the one that became an event, sent again; false if its id was used for something else. By default, if both have
    /// the same content: a kind whose events differ from its commands compares what they have in common.
    /// </summary>
    /// <param name="command">A command with the user and the command id of the event.</param>
    /// <param name="first">The first event that the command may have become.</param>
    bool IsRetry(PostCommand command, RoomEvent first) => command.Content.Span.SequenceEqual(first.Content.Span);
}
