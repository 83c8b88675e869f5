using System.Globalization;
using System.Text;

namespace Parley.Load.Protocols.Redis;

/// <summary>Encodes Redis commands: arrays of bulk strings.</summary>
internal static class RedisCommand
{
    public const int LineEndBytes = 2;

    public static byte[] Create(params string[] words)
    {
        var command = new StringBuilder();
        command.Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (var word in words)
        {
            command.Append(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n");
        }

        return Encoding.ASCII.GetBytes(command.ToString());
    }
}
