using System.Text;
using Parley.Command.Execution;

namespace Parley.Command.Output;

/// <summary>Lines on standard output, in UTF-8. They are flushed as soon as no further item is ready.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="readerGone">Completes when nobody can read them any more; <c>null</c> if only writing shows that.</param>
internal sealed class LineOutput(TextWriter output, Task? readerGone = null)
{
    private const int UnixStandardOutput = 1;
    private const int MaxLinesAtOnce = 200;

    private readonly Task _readerGone = readerGone ?? Task.Delay(Timeout.Infinite);

    /// <summary>Standard output.</summary>
    /// <exception cref="CommandException">It was closed before the process started.</exception>
    public static LineOutput Open()
    {
        if (!StandardDescriptors.IsGiven(UnixStandardOutput))
        {
            throw CommandException.Failure("The output cannot be written: it is closed.");
        }

        // The console's own stream hides that a pipe was closed by its reader: 'parley tail | head' would never end.
        return OutputFailure.TryOpenPipe() is { } pipe
            ? new(Write(pipe), OutputWatch.ReaderGone)
            : new(Write(Console.OpenStandardOutput()));
    }

    /// <summary>Prints items until they end.</summary>
    /// <param name="items">The items.</param>
    /// <param name="format">Formats an item as a line; <c>null</c> prints nothing for it.</param>
    /// <exception cref="OutputClosedException">The reader closed the output.</exception>
    /// <exception cref="CommandException">The output cannot be written.</exception>
    public Task PrintAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> format) => PrintAsync(items, format, CancellationToken.None);

    /// <summary>Prints items until they end, or until <see cref="LeaveTimeout"/> has elapsed after a cancellation.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <inheritdoc cref="PrintAsync{T}(IAsyncEnumerable{T}, Func{T, string})"/>
    public async Task PrintAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> format, CancellationToken cancellationToken)
    {
        // A write to a full pipe that is never read does not end, and cannot be cancelled. Nor can the wait for the next item.
        var printing = PrintAllAsync(items, format);
        var first = await Task.WhenAny(printing, _readerGone, LeaveTimeout.ElapsedAsync(TimeProvider.System, cancellationToken));
        if (first == _readerGone)
        {
            throw new OutputClosedException();
        }

        if (first != printing)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await printing;
    }

    private static StreamWriter Write(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };

    private async Task PrintAllAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> format)
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
                throw OutputFailure.IsReaderGone(exception)
                    ? new OutputClosedException(exception)
                    : CommandException.Failure(OutputFailure.Explain(exception));
            }
        }
    }
}
