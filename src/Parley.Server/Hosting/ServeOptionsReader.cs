using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Parley.Server.Hosting;

internal static class ServeOptionsReader
{
    /// <summary>The options, valid.</summary>
    /// <exception cref="StartupException">A value has the wrong type or is out of range.</exception>
    public static ServeOptions Read(IConfiguration configuration)
    {
        ServeOptions options;
        try
        {
            options = configuration.GetSection("Parley").Get<ServeOptions>() ?? new ServeOptions();
        }
        catch (InvalidOperationException exception)
        {
            throw new StartupException($"{exception.Message} {exception.InnerException?.Message}".TrimEnd(), exception);
        }

        var failures = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true)
            ? options
            : throw new StartupException(string.Join(" ", failures.Select(failure => failure.ErrorMessage)));
    }
}
