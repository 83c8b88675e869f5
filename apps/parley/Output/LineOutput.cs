using System.Text;
using Microsoft.Win32.SafeHandles;
using Parley.Command.Clients;

namespace Parley.Command.Output;

/// <summary>Lines on the standard output, in UTF-8. What was written is visible as soon as nothing more is ready.</summary>
internal sealed class LineOutput(TextWriter output)
{
    private const int UnixStandardOutput = 1;
    private const int MaxLinesAtOnce = 200;

    /// <summary>What the operating systems call a pipe that nobody reads any more: EPIPE, ERROR_BROKEN_PIPE, ERROR_NO_DATA.</summary>
    private static readonly int[] ClosedPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>The standard output.</summary>
    public static LineOutput Open() =>
        new(new StreamWriter(OpenStream(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" });

    /// <summary>Prints items until they end; many at once if they come fast.</summary>
    /// <param name="items">The items.</param>
    /// <param name="format">Makes a line of an item; <c>null</c> for none.</param>
    /// <exception cref="OutputClosedException">Nobody reads the output any more.</exception>
    /// <exception cref="CommandException">The output cannot be written.</exception>
    public async Task PrintAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> format)
    {
        await foreach (var batch in items.InBatchesAsync(MaxLinesAtOnce))
        {
            try
            {
                foreach (var line in batch.Select(format).OfType<string>())
                {
                    await output.WriteLineAsync(line);
                }

                await output.FlushAsync();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw ClosedPipe.Contains(exception.HResult)
                    ? new OutputClosedException(exception)
                    : new CommandException($"The output cannot be written: {exception.Message}", CommandRunner.Failure);
            }
        }
    }

    /// <summary>Prints items until they end, or somebody asked to leave and what is ready was given time to be written.</summary>
    /// <exception cref="OperationCanceledException">Somebody asked to leave.</exception>
    /// <inheritdoc cref="PrintAsync{T}(IAsyncEnumerable{T}, Func{T, string})"/>
    public async Task PrintAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> format, CancellationToken leave)
    {
        // A write to a pipe that nobody empties never ends, and cannot be cancelled.
        var printing = PrintAsync(items, format);
        if (await Task.WhenAny(printing, Patience.EndAsync(TimeProvider.System, leave)) != printing)
        {
            leave.ThrowIfCancellationRequested();
        }

        await printing;
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
