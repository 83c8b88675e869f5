namespace Parley.Server.Refusals;

/// <summary>Reasons for refusals that are not the client's fault, for people to read.</summary>
internal static class RefusalReasons
{
    public const string BelowFloor = "The room no longer has the next events: old events were removed. Join again to continue.";

    public const string LogUnreadable = "The room's log cannot be read now. Try again in a moment.";

    public const string EventDamaged =
        "An event in this room is damaged on the server's disk. Ask the operator to restore a backup or erase the event; " +
        "the server's log names it.";

    /// <summary>The outcome of the post is unknown. The sender has a command id with which to find out.</summary>
    public const string NoAnswerToCommand = "The room did not answer. Send the post again with the same command id.";

    /// <summary>It is unknown whether the room was created.</summary>
    public const string NoAnswerToJoin = "The room did not answer. Join again in a moment.";

    /// <summary>The outcome of the post is unknown, and the sender cannot find out.</summary>
    public const string NoAnswer = "The room did not answer. Join again in a moment.";
}
