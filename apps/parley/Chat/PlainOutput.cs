using System.Text;
using Microsoft.Win32.SafeHandles;
using Parley.Protocol.Chat;

namespace Parley.Command.Chat;

/// <summary>Messages on the standard output as <c>[HH:MM:SS] user: text</c>, in local time.</summary>
internal sealed class PlainOutput(TextWriter output, TimeZoneInfo zone) : IDisposable
{
    private const int UnixStandardOutput = 1;
    private const int MostMessagesAtOnce = 200;

    /// <summary>The standard output, in UTF-8.</summary>
    public static PlainOutput Open(TimeProvider time)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new PlainOutput(new StreamWriter(OpenStream(), utf8) { NewLine = "\n" }, time.LocalTimeZone);
    }

    /// <summary>Prints messages until they end; many at once if they come fast.</summary>
    public async Task PrintAsync(IAsyncEnumerable<ChatMessage> messages)
    {
        await foreach (var batch in messages.InBatchesAsync(MostMessagesAtOnce))
        {
            foreach (var message in batch)
            {
                await output.WriteLineAsync(Format(message, zone));
            }

            await output.FlushAsync();
        }
    }

    /// <summary>A message as a line.</summary>
    public static string Format(ChatMessage message, TimeZoneInfo zone) =>
        $"[{MessageTime.Format(message.Timestamp, "HH:mm:ss", zone)}] {SafeText.Clean(message.UserId)}: {SafeText.Clean(message.Text)}";

    public void Dispose() => output.Dispose();

    private static Stream OpenStream()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The console's own stream hides that nobody reads a pipe any more: 'parley tail | head' would never end.
            var pipe = new FileStream(new SafeFileHandle(UnixStandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }

        return Console.OpenStandardOutput();
    }
}
