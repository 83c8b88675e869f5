namespace Parley.Command.Chat;

/// <summary>The chat could not begin, or ended without being left. The message is one line for a person; joining again may help.</summary>
internal sealed class ChatEndedException(string message, Exception? innerException = null) : Exception(message, innerException);
