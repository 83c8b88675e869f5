namespace Parley.Command.Chat.Terminal;

internal enum TypedMeaning
{
    Nothing,
    Message,
    Quit,
    Help,
    Unknown,
}
