namespace Parley.Server.Refusals;

/// <summary>Reasons that several contracts give, for people.</summary>
internal static class RefusalReasons
{
    public const string LogUnreadable = "The room's log cannot be read now. Try again in a moment.";

    /// <summary>The outcome of the post is unknown, and the sender has a command id to find out.</summary>
    public const string NoAnswerToCommand = "The room did not answer. Send it again with the same command id.";

    /// <summary>The outcome of the post is unknown, and the sender has no means to find out.</summary>
    public const string NoAnswer = "The room did not answer. Join again in a moment.";
}
