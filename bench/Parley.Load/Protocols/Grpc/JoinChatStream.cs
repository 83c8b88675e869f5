namespace Parley.Load.Protocols.Grpc;

/// <summary>A stream of chat messages. It is in its room once the response headers have arrived.</summary>
internal sealed class JoinChatStream(GrpcConnection connection, int id, long window, string user, IMember member)
    : GrpcStream(connection, id, window, member)
{
    public override void Open() => Member.Joined();

    protected override byte[] BeforeText(int textBytes) => ChatMessageFormat.BeforeText(user, textBytes);

    protected override void Take(ReadOnlySpan<byte> message, long at) => Member.Received(ChatMessageFormat.Text(message), at);
}
