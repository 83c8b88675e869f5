using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Parley.Engine.Retention;
using Parley.Server.Contracts.Web;

namespace Parley.Server.Hosting.Settings;

/// <summary>One setting of a standalone server: what it is called, and which values it takes.</summary>
internal sealed partial class Setting
{
    // Settings in sections that also have an option. The option gives one value of a list and may be repeated.
    private static readonly Dictionary<string, string> Options = new()
    {
        [$"Retention:{nameof(RetentionOptions.Keep)}"] = "--keep",
        [$"Web:{nameof(WebOptions.AllowedOrigins)}"] = "--allowed-origin",
    };

    private readonly Type _type;
    private readonly RangeAttribute? _range;
    private readonly bool _isRequired;

    /// <param name="section">The section, such as <c>Session</c>; empty if the setting is in none.</param>
    /// <param name="property">The property of the options.</param>
    public Setting(string section, PropertyInfo property)
    {
        Key = section.Length > 0 ? $"{section}:{property.Name}" : property.Name;
        Variable = $"PARLEY_{string.Join("__", Key.Split(':').Select(ToUpperSnakeCase))}";
        Option = property.DeclaringType == typeof(ServeOptions)
            ? $"--{WordStart().Replace(property.Name, "-").ToLowerInvariant()}"
            : Options.GetValueOrDefault(Key);
        _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        _range = property.GetCustomAttribute<RangeAttribute>();
        _isRequired = property.GetCustomAttribute<RequiredAttribute>() is not null;
    }

    /// <summary>The name in the configuration file, such as <c>Session:MaxRooms</c>.</summary>
    public string Key { get; }

    /// <summary>The environment variable, such as <c>PARLEY_SESSION__MAX_ROOMS</c>. Those of a list have a number after it.</summary>
    public string Variable { get; }

    /// <summary>The option of the command line, such as <c>--grpc-port</c>; <c>null</c> if there is none.</summary>
    public string? Option { get; }

    /// <summary>True if the setting has any number of texts.</summary>
    public bool IsList => _type != typeof(string) && typeof(IEnumerable<string>).IsAssignableFrom(_type);

    /// <summary>Checks a value.</summary>
    /// <returns>What it must be instead; <c>null</c> if it is valid.</returns>
    public string? Check(string value)
    {
        if (_type == typeof(bool))
        {
            return bool.TryParse(value, out _) ? null : "true or false";
        }

        if (_type != typeof(int) && _type != typeof(long))
        {
            return _isRequired && value.Length == 0 ? "a text that is not empty" : null;
        }

        var (min, max) = (ToLong(_range!.Minimum), ToLong(_range.Maximum));
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"a whole number from {min:N0} to {max:N0}");
    }

    private static string ToUpperSnakeCase(string name) => WordStart().Replace(name, "_").ToUpperInvariant();

    private static long ToLong(object number) => Convert.ToInt64(number, CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
