using System.Globalization;
using System.Text;

namespace Parley.Load.Protocols.Nats;

/// <summary>The subjects and requests of JetStream that a chat needs: one stream on disk, whose subjects are the rooms.</summary>
internal static class JetStream
{
    private const string Name = "PARLEY_LOAD";

    public static string Subject(string room) => $"parley-load.{room}";

    public static byte[] DeleteStream(string reply) => Request($"$JS.API.STREAM.DELETE.{Name}", reply, "");

    public static byte[] CreateStream(string reply) => Request(
        $"$JS.API.STREAM.CREATE.{Name}",
        reply,
        $$"""{"name":"{{Name}}","subjects":["{{Subject(">")}}"],"storage":"file","retention":"limits","num_replicas":1}""");

    /// <summary>A push consumer like the ordered consumers of NATS clients: flow control instead of acknowledgements.</summary>
    public static byte[] CreateConsumer(string reply, string deliverTo, string room, bool fromTheBeginning) => Request(
        $"$JS.API.CONSUMER.CREATE.{Name}",
        reply,
        $$"""
        {
          "stream_name": "{{Name}}",
          "config": {
            "deliver_subject": "{{deliverTo}}",
            "deliver_policy": "{{(fromTheBeginning ? "all" : "new")}}",
            "filter_subject": "{{Subject(room)}}",
            "ack_policy": "none",
            "replay_policy": "instant",
            "flow_control": true,
            "idle_heartbeat": 5000000000,
            "mem_storage": true,
            "num_replicas": 1
          }
        }
        """);

    public static byte[] Request(string subject, string reply, string body)
    {
        var bytes = Encoding.ASCII.GetBytes(body);
        var head = string.Create(CultureInfo.InvariantCulture, $"PUB {subject} {reply} {bytes.Length}\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. bytes, .. "\r\n"u8];
    }
}
