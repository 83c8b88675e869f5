using System.Text.Json;

namespace Parley.Server.Hosting.Settings;

/// <summary>Reads settings and log levels from a JSON file.</summary>
internal static class SettingsFile
{
    /// <summary>The file that is read from the working directory if no other is named.</summary>
    public const string DefaultName = "parley.json";

    // The section with levels by category of log entries, as in other programs for .NET.
    private const string Levels = "Logging:LogLevel:";

    /// <summary>JSON with comments and trailing commas.</summary>
    public static readonly JsonDocumentOptions Format = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; <c>null</c> for the one in the working directory, if there is one.</param>
    /// <param name="levels">The log levels by category.</param>
    /// <exception cref="StartupException">The file cannot be read, or has anything other than settings.</exception>
    public static List<SettingValue> Read(string? path, out Dictionary<string, string> levels)
    {
        levels = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (path is null && !File.Exists(DefaultName))
        {
            return [];
        }

        if (path?.Length == 0)
        {
            throw Invalid("--config is ''. It must name a file.");
        }

        path ??= DefaultName;
        var json = ReadText(path);
        try
        {
            using var document = JsonDocument.Parse(json, Format);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Invalid($"'{path}' is not a JSON object. Write {{ … }} around its settings.");
            }

            var values = new List<SettingValue>();
            AddAll(document.RootElement, "", path, values, levels);
            return values.CountBy(value => value.Setting).FirstOrDefault(count => count.Value > 1).Key is not { } repeated
                ? values
                : throw Invalid($"{path} has {repeated.Key} more than once. Keep one.");
        }
        catch (JsonException exception)
        {
            throw Invalid(
                $"'{path}' is not JSON: the first error is in line {exception.LineNumber + 1}, " +
                $"after {exception.BytePositionInLine} bytes.");
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid($"'{path}' has a text that is not Unicode: {exception.Message}");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return Directory.Exists(path) ? throw Invalid($"'{path}' is a directory. Name a file with --config.")
                : File.ReadAllText(path) is var text && !string.IsNullOrWhiteSpace(text) ? text
                : throw Invalid($"'{path}' is empty. Write {{}} into it for no settings.");
        }
        catch (UnauthorizedAccessException)
        {
            throw Invalid($"The server's user is not allowed to read '{path}'. Allow it, or name another file with --config.");
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw Invalid($"'{path}' cannot be read: {exception.Message} Name another file with --config.");
        }
    }

    private static void AddAll(
        JsonElement element, string key, string path, List<SettingValue> values, Dictionary<string, string> levels)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                AddAll(property.Value, key.Length > 0 ? $"{key}:{property.Name}" : property.Name, path, values, levels);
            }
        }
        else if (element.ValueKind == JsonValueKind.Null)
        {
            // Not set.
        }
        else if (key.StartsWith(Levels, StringComparison.OrdinalIgnoreCase))
        {
            levels[key[Levels.Length..]] = Text(element);
        }
        else
        {
            var setting = Find(key, path);
            values.Add(new SettingValue(setting, ReadValues(element, setting, path), $"{key} in {path}"));
        }
    }

    private static IReadOnlyList<string> ReadValues(JsonElement element, Setting setting, string path)
    {
        var isList = element.ValueKind == JsonValueKind.Array;
        if (isList != setting.IsList)
        {
            throw Invalid(setting.IsList
                ? $"{setting.Key} in {path} is a list: write [ … ] around its values."
                : $"{setting.Key} in {path} has one value, not a list.");
        }

        var values = isList ? element.EnumerateArray().ToList() : [element];
        return values.TrueForAll(value => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Array or JsonValueKind.Object))
            ? [.. values.Select(Text)]
            : throw Invalid($"{setting.Key} in {path} has something other than texts and numbers.");
    }

    private static Setting Find(string key, string path)
    {
        if (KnownSettings.All.FirstOrDefault(known => known.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is { } setting)
        {
            return setting;
        }

        var isSection = KnownSettings.All.Any(known => known.Key.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase));
        throw Invalid(isSection
            ? $"{key} in {path} is a section: write {{ … }} around its settings."
            : $"{path} has '{key}', which is not a setting.{NearestName.Advise(key, KnownSettings.All.Select(known => known.Key))}");
    }

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static StartupException Invalid(string message) => new(message) { IsUsage = true };
}
