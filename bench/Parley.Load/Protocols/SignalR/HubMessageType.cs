namespace Parley.Load.Protocols.SignalR;

/// <summary>Kinds of messages in SignalR's hub protocol.</summary>
internal enum HubMessageType
{
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}
