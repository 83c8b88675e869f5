using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Parley.Protocol.Chat;
using Parley.Rooms;

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
    public Task PrintAsync(IAsyncEnumerable<ChatMessage> messages) => PrintAsync(messages, message => Format(message, zone));

    /// <summary>Prints events until they end.</summary>
    public Task PrintAsync(IAsyncEnumerable<Event> events) => PrintAsync(events, @event => Format(@event, zone));

    /// <summary>A message as a line.</summary>
    public static string Format(ChatMessage message, TimeZoneInfo zone) =>
        $"[{MessageTime.Format(message.Timestamp, "HH:mm:ss", zone)}] {SafeText.Clean(message.UserId)}: {SafeText.Clean(message.Text)}";

    /// <summary>An event as a line: its sequence, then as a message.</summary>
    public static string Format(Event @event, TimeZoneInfo zone)
    {
        var message = new ChatMessage { UserId = @event.User, Text = @event.Text, Timestamp = @event.Time.ToUnixTimeSeconds() };
        return string.Create(CultureInfo.InvariantCulture, $"{@event.Sequence} {Format(message, zone)}");
    }

    public void Dispose() => output.Dispose();

    private async Task PrintAsync<T>(IAsyncEnumerable<T> items, Func<T, string> format)
    {
        await foreach (var batch in items.InBatchesAsync(MostMessagesAtOnce))
        {
            foreach (var item in batch)
            {
                await output.WriteLineAsync(format(item));
            }

            await output.FlushAsync();
        }
    }

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
