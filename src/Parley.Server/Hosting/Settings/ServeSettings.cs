using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting.Settings;

/// <summary>
/// The settings of a standalone server: from the command line, from environment variables, and from a file, in this order. Nothing else in
/// the environment changes the server.
/// </summary>
internal sealed class ServeSettings
{
    // What was read by earlier versions. Most applications for .NET have one, so its mere presence means nothing.
    private const string FormerFile = "appsettings.json";
    private const string Section = "Parley";

    private ServeSettings(ServeOptions options, IReadOnlyList<string> serviceLinks) => (Options, ServiceLinks) = (options, serviceLinks);

    /// <summary>Where the server listens and keeps its data.</summary>
    public ServeOptions Options { get; }

    /// <summary>Environment variables that an orchestrator has made for its services, and that set nothing.</summary>
    public IReadOnlyList<string> ServiceLinks { get; }

    /// <summary>Reads and checks all settings, and adds them to a configuration.</summary>
    /// <param name="commandLine">What was given on the command line: options such as <c>--grpc-port</c>, and their values.</param>
    /// <param name="file">The configuration file; <c>null</c> for the one in the working directory, if there is one.</param>
    /// <param name="configuration">Gets the values, in the section <c>Parley</c>, and the log levels.</param>
    /// <exception cref="StartupException">There is no such setting, or a value is out of its range.</exception>
    public static ServeSettings Read(
        IReadOnlyDictionary<string, IReadOnlyList<string>> commandLine, string? file, IConfigurationManager configuration)
    {
        var given = commandLine.Select(option => new SettingValue(
            KnownSettings.All.Single(setting => setting.Option == option.Key), option.Value, option.Key));
        var environment = ParleyEnvironment.Read(Environment.GetEnvironmentVariables(), out var links);
        file ??= Environment.GetEnvironmentVariable(ParleyEnvironment.FileVariable) is { Length: > 0 } named ? named : null;
        var inFile = SettingsFile.Read(file, out var levels);
        var source = file ?? SettingsFile.DefaultName;
        if (file is null)
        {
            CheckFormerFile();
        }

        var pairs = levels.ToDictionary(level => $"Logging:LogLevel:{level.Key}", level => CheckLevel(level.Key, level.Value, source));
        foreach (var setting in inFile.Concat(environment).Concat(given).GroupBy(value => value.Setting))
        {
            Add(Check(setting.Last()), pairs);
        }

        configuration.AddInMemoryCollection(pairs);
        return new ServeSettings(configuration.GetSection(Section).Get<ServeOptions>() ?? new ServeOptions(), links);
    }

    private static void Add(SettingValue value, Dictionary<string, string?> pairs)
    {
        foreach (var (i, text) in value.Values.Index())
        {
            var key = $"{Section}:{value.Setting.Key}";
            pairs[value.Setting.IsList ? $"{key}:{i}" : key] = text;
        }
    }

    private static SettingValue Check(SettingValue value)
    {
        foreach (var text in value.Values)
        {
            if (value.Setting.Check(text) is { } expected)
            {
                throw Invalid($"{value.Source} is '{text}'. It must be {expected}.");
            }
        }

        return value;
    }

    private static string? CheckLevel(string category, string level, string file)
    {
        return Enum.TryParse<LogLevel>(level, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
            ? level
            : throw Invalid(
                $"The log level of {category} in {file} is '{level}'. It must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
    }

    private static void CheckFormerFile()
    {
        try
        {
            if (File.Exists(FormerFile)
                && JsonDocument.Parse(File.ReadAllText(FormerFile), SettingsFile.Format).RootElement
                    is { ValueKind: JsonValueKind.Object } root
                && root.EnumerateObject().Any(property => property.Name.Equals(Section, StringComparison.OrdinalIgnoreCase)))
            {
                throw Invalid(
                    $"'{FormerFile}' has a section '{Section}', which is not read any more. " +
                    $"Move the content of the section to '{SettingsFile.DefaultName}', or to a file that --config names.");
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // It belongs to another program.
        }
    }

    private static StartupException Invalid(string message) => new(message) { IsUsage = true };
}
