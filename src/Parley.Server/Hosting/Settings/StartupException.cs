using Microsoft.Extensions.Options;
using Parley.Storage;

namespace Parley.Server.Hosting.Settings;

/// <summary>The server cannot start as configured; the message tells the operator what to do, in one line.</summary>
public sealed class StartupException : Exception
{
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What was thrown, if anything.</param>
    public StartupException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>True if the options contradict each other, whatever the machine is like.</summary>
    public bool IsUsage { get; init; }

    /// <summary>What an exception at start means for the operator; <c>null</c> if it is none of the operator's doing.</summary>
    internal static StartupException? Explain(Exception exception) => exception switch
    {
        LogOpenException => new(exception.Message, exception),
        OptionsValidationException invalid => new(string.Join(" ", invalid.Failures), exception),
        InvalidDataException => new($"The configuration cannot be read: {Innermost(exception).Message}".ReplaceLineEndings(" "), exception),
        InvalidOperationException when exception.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) =>
            new($"{exception.Message} {exception.InnerException?.Message}".TrimEnd(), exception),
        _ => null,
    };

    private static Exception Innermost(Exception exception) => exception.GetBaseException();
}
