using System.Runtime.CompilerServices;
using System.Text;
using Parley.Command.Execution;

namespace Parley.Command.Clients;

/// <summary>Standard input as lines of UTF-8.</summary>
internal static class StandardInput
{
    /// <summary>All lines until the input ends, including empty ones.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled. A pending read is abandoned.</exception>
    /// <exception cref="CommandException">The input cannot be read.</exception>
    public static async IAsyncEnumerable<string> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        while (await ReadLineAsync(input, cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // A read from a pipe cannot be cancelled and would block this thread.
            return await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Failure($"Standard input cannot be read: {exception.Message}");
        }
    }
}
