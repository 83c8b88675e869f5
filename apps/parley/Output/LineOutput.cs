using System.Text;
using Microsoft.Win32.SafeHandles;
using Parley.Command.Execution;

namespace Parley.Command.Output;

/// <summary>Lines on standard output, in UTF-8. They are flushed as soon as no further item is ready.</summary>
internal sealed class LineOutput(TextWriter output)
{
    private const int UnixStandardOutput = 1;
    private const int MaxLinesAtOnce = 200;

    /// <summary>The error codes for a pipe that was closed by its reader: EPIPE, ERROR_BROKEN_PIPE, ERROR_NO_DATA.</summary>
    private static readonly int[] ClosedPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>Standard output.</summary>
    /// <exception cref="CommandException">It was closed before the process started.</exception>
    public static LineOutput Open() => !StandardDescriptors.IsGiven(UnixStandardOutput)
        ? throw CommandException.Failure("The output cannot be written: it is closed.")
        : new(new StreamWriter(OpenStream(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" });

    /// <summary>Prints items until they end.</summary>
    /// <param name="items">The items.</param>
    /// <param name="format">Formats an item as a line; <c>null</c> prints nothing for it.</param>
    /// <exception cref="OutputClosedException">The reader closed the output.</exception>
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
                    : CommandException.Failure($"The output cannot be written: {exception.Message}");
            }
        }
    }

    /// <summary>Prints items until they end, or until <see cref="LeaveTimeout"/> has elapsed after a cancellation.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <inheritdoc cref="PrintAsync{T}(IAsyncEnumerable{T}, Func{T, string})"/>
    public async Task PrintAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> format, CancellationToken cancellationToken)
    {
        // A write to a full pipe that is never read does not end, and cannot be cancelled.
        var printing = PrintAsync(items, format);
        if (await Task.WhenAny(printing, LeaveTimeout.ElapsedAsync(TimeProvider.System, cancellationToken)) != printing)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await printing;
    }

    private static Stream OpenStream()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The console's own stream hides that a pipe was closed by its reader: 'parley tail | head' would never end.
            var pipe = new FileStream(new SafeFileHandle(UnixStandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }

        return Console.OpenStandardOutput();
    }
}
