using Parley.Load.Protocols.Grpc;

namespace Parley.Load.Protocols.Rooms;

/// <summary>A session over gRPC.</summary>
internal sealed class SessionStream : GrpcStream
{
    private readonly RoomSession _session;

    public SessionStream(GrpcConnection connection, int id, long window, JoinRequest request, IMember member)
        : base(connection, id, window, member) => _session = new RoomSession(request, member, frame => Send(frame));

    public override void Begin() => _session.Begin();

    protected override byte[] BeforeText(int textBytes) => _session.BeforeText(textBytes);

    protected override void Stamp(Span<byte> message) => _session.Stamp(message);

    protected override void Take(ReadOnlySpan<byte> message, long at) => _session.Take(message, at);
}
