using System.Runtime.CompilerServices;
using System.Text;

namespace Parley.Command.Clients;

/// <summary>The standard input as lines, in UTF-8.</summary>
internal static class StandardInput
{
    /// <summary>Every line until the input ends, also empty ones.</summary>
    /// <exception cref="OperationCanceledException">The token fired. A read that is under way is left alone.</exception>
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
            // Reading a pipe cannot be cancelled, and would hold up this thread.
            return await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The standard input cannot be read: {exception.Message}", CommandRunner.Failure);
        }
    }
}
