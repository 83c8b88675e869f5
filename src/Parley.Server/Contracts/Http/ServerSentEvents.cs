using System.Buffers;
using System.Globalization;
using System.Text;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;

namespace Parley.Server.Contracts.Http;

/// <summary>Writes what a stream sends, in the format of <see href="https://html.spec.whatwg.org/multipage/server-sent-events.html"/>.
/// </summary>
internal static class ServerSentEvents
{
    // A browser connects again and again, even if that cannot help before an operator has done something.
    private const string FinalRetryMilliseconds = "60000";

    /// <summary>Writes an event of the room. A browser gives it to <c>onmessage</c>.</summary>
    public static void Write(IBufferWriter<byte> output, string id, Event @event)
    {
        WriteField(output, "id", id);
        output.Write("data: "u8);
        ContractJson.Write(@event, output);
        output.Write("\n\n"u8);
    }

    /// <summary>Writes where the reader begins, as the event <c>joined</c>. Its id is the position before the room's first event.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="joined">Where the reader begins.</param>
    /// <param name="retryMilliseconds">How long a browser waits before it reconnects.</param>
    public static void WriteJoined(IBufferWriter<byte> output, Joined joined, int retryMilliseconds)
    {
        WriteField(output, "retry", retryMilliseconds.ToString(CultureInfo.InvariantCulture));
        WriteField(output, "id", StreamPosition.Format(joined.Epoch, joined.AfterSequence));
        output.Write("event: joined\ndata: "u8);
        ContractJson.Write(joined, output);
        output.Write("\n\n"u8);
    }

    /// <summary>Writes why the stream ends, as the event <c>left</c>.</summary>
    public static void WriteLeft(IBufferWriter<byte> output, Rejection reason)
    {
        if (reason.Code == ParleyCode.Damaged)
        {
            WriteField(output, "retry", FinalRetryMilliseconds);
        }

        output.Write("event: left\ndata: "u8);
        ContractJson.Write(reason, output);
        output.Write("\n\n"u8);
    }

    /// <summary>Writes a comment, which shows that the server is there.</summary>
    public static void WritePing(IBufferWriter<byte> output) => output.Write(": ping\n\n"u8);

    private static void WriteField(IBufferWriter<byte> output, string name, string value)
    {
        Encoding.UTF8.GetBytes(name, output);
        output.Write(": "u8);
        Encoding.UTF8.GetBytes(value, output);
        output.Write("\n"u8);
    }
}
