using Microsoft.Extensions.Options;
using Parley.Storage;

namespace Parley.Server.Hosting.Settings;

/// <summary>The server cannot start as configured. The message is one line, for the operator.</summary>
public sealed class StartupException : Exception
{
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public StartupException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>True if settings are wrong or cannot be read. The command then exits as after a usage error.</summary>
    public bool IsUsage { get; init; }

    /// <summary>What an exception at startup means for the operator; <c>null</c> if the configuration did not cause it.</summary>
    internal static StartupException? Explain(Exception exception) => exception switch
    {
        LogOpenException => new(exception.Message, exception),
        OptionsValidationException invalid => new(string.Join(" ", invalid.Failures), exception) { IsUsage = true },
        _ => null,
    };
}
