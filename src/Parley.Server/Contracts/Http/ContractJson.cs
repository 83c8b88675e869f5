using System.Buffers;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Parley.Protocol;
using Parley.Protocol.V1;
using Parley.Rooms;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Http;

/// <summary>The messages of the room contract in the JSON mapping of protobuf, each on one line.</summary>
internal static class ContractJson
{
    // Fields without a value are shown too: a script should not have to know which ones a server leaves out.
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private static readonly EnumDescriptor Codes = CodeReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(Code));

    /// <summary>Writes a message.</summary>
    public static void Write(IMessage message, IBufferWriter<byte> output)
    {
        using var text = new Utf8TextWriter(output);
        Formatter.Format(message, text);
    }

    /// <summary>Writes why something was refused or has ended.</summary>
    public static void Write(Rejection rejection, IBufferWriter<byte> output)
    {
        var fields = new Struct
        {
            Fields = { ["code"] = Value.ForString(NameOf(rejection.Code)), ["reason"] = Value.ForString(rejection.Reason) },
        };
        if (rejection.Code.RetryAfterMilliseconds() is var retryAfter and > 0)
        {
            fields.Fields["retryAfterMs"] = ForInteger(retryAfter);
        }

        if (rejection.Code == ParleyCode.SequenceMoved)
        {
            fields.Fields["headSequence"] = ForInteger(rejection.Head);
        }

        Write(fields, output);
    }

    /// <summary>Writes where a reader begins. A reader is not a member, so the members are left out.</summary>
    public static void Write(Joined joined, IBufferWriter<byte> output) => Write(
        new Struct
        {
            Fields =
            {
                ["room"] = Value.ForString(joined.Room),
                ["epoch"] = Value.ForString(joined.Epoch),
                ["headSequence"] = ForInteger(joined.HeadSequence),
                ["afterSequence"] = ForInteger(joined.AfterSequence),
                ["resumed"] = Value.ForBool(joined.Resumed),
                ["floorSequence"] = ForInteger(joined.FloorSequence),
                ["kind"] = Value.ForString(joined.Kind),
                ["code"] = Value.ForString(NameOf((ParleyCode)joined.Code)),
            },
        },
        output);

    // The mapping shows 64-bit integers as strings, because numbers in JavaScript have 53 bits.
    private static Value ForInteger(long value) => Value.ForString(value.ToString(CultureInfo.InvariantCulture));

    private static string NameOf(ParleyCode code) => Codes.FindValueByNumber((int)code).Name;
}
