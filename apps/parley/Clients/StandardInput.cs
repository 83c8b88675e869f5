using System.Runtime.CompilerServices;
using Parley.Command.Execution;

namespace Parley.Command.Clients;

/// <summary>Standard input as lines of UTF-8; see <see cref="LineReader"/>.</summary>
internal static class StandardInput
{
    private const int Descriptor = 0;

    /// <summary>All lines until the input ends, including empty ones. None if the input was closed before the process started.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled. A pending read is abandoned.</exception>
    /// <exception cref="CommandException">The input cannot be read, or has a line that is too long or not UTF-8.</exception>
    public static async IAsyncEnumerable<string> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!StandardDescriptors.IsGiven(Descriptor))
        {
            yield break;
        }

        await using var input = Console.OpenStandardInput();
        var lines = new LineReader(input);
        while (await ReadLineAsync(lines, cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    private static async Task<string?> ReadLineAsync(LineReader lines, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // A read from a pipe cannot be cancelled and would block this thread.
            return await Task.Run(lines.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Failure($"Standard input cannot be read: {exception.Message}");
        }
    }
}
