using System.Runtime.CompilerServices;
using System.Text;

namespace Parley.Command.Chat;

/// <summary>The standard input as messages: each line that is not empty, in UTF-8.</summary>
internal static class PlainInput
{
    /// <summary>Lines until the input ends; stops waiting for more once the token fires.</summary>
    public static async IAsyncEnumerable<string> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        while (await ReadLineAsync(input, cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader input, CancellationToken cancellationToken)
    {
        // Reading a pipe cannot be cancelled, and would hold up this thread.
        var line = Task.Run(() => input.ReadLine(), CancellationToken.None);
        try
        {
            return await line.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
