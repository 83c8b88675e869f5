using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Parley.Server.Hosting.Settings;

internal static class ServeOptionsReader
{
    /// <summary>Reads and validates the options.</summary>
    /// <exception cref="StartupException">A value is out of range.</exception>
    /// <exception cref="InvalidOperationException">A value has the wrong type.</exception>
    public static ServeOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection("Parley").Get<ServeOptions>() ?? new ServeOptions();
        var failures = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true)
            ? options
            : throw new StartupException(string.Join(" ", failures.Select(failure => failure.ErrorMessage)));
    }
}
