namespace Parley.Load.Protocols.SignalR;

/// <summary>Message types of SignalR's hub protocol.</summary>
internal enum HubMessageType
{
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}
