using System.Collections;
using System.Text.RegularExpressions;

namespace Parley.Server.Hosting.Settings;

/// <summary>
/// Reads settings from environment variables: <c>PARLEY_GRPC_PORT</c> is <c>GrpcPort</c>, and <c>PARLEY_FEED__CAPACITY</c> is
/// <c>Feed:Capacity</c>. Empty variables count as not set.
/// </summary>
internal static partial class ParleyEnvironment
{
    /// <summary>Names the configuration file.</summary>
    public const string FileVariable = "PARLEY_CONFIG";

    private const string Prefix = "PARLEY_";

    // No settings of the server: they name its file, or are read by the client commands.
    private static readonly string[] Others = [FileVariable, "PARLEY_SERVER", "PARLEY_USER", "PARLEY_ROOM"];

    /// <summary>Reads the settings.</summary>
    /// <param name="variables">All variables of the process.</param>
    /// <param name="links">The variables that an orchestrator has made from the names of its services. They set nothing.</param>
    /// <exception cref="StartupException">A variable is neither a setting nor anything else that is known.</exception>
    public static List<SettingValue> Read(IDictionary variables, out List<string> links)
    {
        links = [];
        var values = new List<SettingValue>();
        var lists = new SortedDictionary<(string Variable, int Number), (Setting Setting, string Value)>();
        foreach (DictionaryEntry variable in variables)
        {
            var (name, value) = ((string)variable.Key, (string?)variable.Value ?? "");
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || Others.Contains(name))
            {
                continue;
            }

            if (IsServiceLink(name, value))
            {
                links.Add(name);
            }
            else if (FindNumbered(name, out var number) is { } list)
            {
                lists[(list.Variable, number)] = (list, value);
            }
            else if (Find(name) is var setting && value.Length > 0)
            {
                values.Add(new SettingValue(setting, [value], name));
            }
        }

        links.Sort(StringComparer.Ordinal);
        values.AddRange(lists.Where(list => list.Value.Value.Length > 0).GroupBy(list => list.Value.Setting).Select(
            list => new SettingValue(list.Key, [.. list.Select(item => item.Value.Value)], $"{list.Key.Variable}__0")));
        return values;
    }

    /// <summary>Demands that every variable with the prefix is known.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static void RequireKnown(IDictionary variables)
    {
        // Most environments have none but these, and the settings take a moment to look up.
        if (variables.Keys.Cast<string>().Any(
            name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !Others.Contains(name)))
        {
            Read(variables, out _);
        }
    }

    // Docker and Kubernetes describe every service to every container: a service named parley-grpc makes PARLEY_GRPC_PORT=tcp://….
    private static bool IsServiceLink(string name, string value) =>
        LinkName().IsMatch(name) || (name.EndsWith("_PORT", StringComparison.Ordinal) && LinkValue().IsMatch(value));

    private static Setting? FindNumbered(string name, out int number)
    {
        number = 0;
        var list = KnownSettings.All.FirstOrDefault(
            setting => setting.IsList && name.StartsWith($"{setting.Variable}__", StringComparison.Ordinal));
        return list is not null && int.TryParse(name.AsSpan(list.Variable.Length + 2), out number) && number >= 0 ? list : null;
    }

    private static Setting Find(string name)
    {
        var names = KnownSettings.All.Select(setting => setting.IsList ? $"{setting.Variable}__0" : setting.Variable).Concat(Others);
        var setting = KnownSettings.All.FirstOrDefault(setting => setting.Variable == name)
            ?? throw Invalid($"There is no setting {name}.{Advise(name.ToUpperInvariant(), names)}");
        return !setting.IsList ? setting
            : throw Invalid($"{name} is a list: write {name}__0, {name}__1 and so on.");
    }

    // The prefix, which all names share, would make any two of them alike.
    private static string Advise(string name, IEnumerable<string> known) =>
        NearestName.Find(name[Prefix.Length..], known.Select(candidate => candidate[Prefix.Length..])) is { } nearest
            ? $" Did you mean {Prefix}{nearest}?"
            : "";

    private static StartupException Invalid(string message) => new(message) { IsUsage = true };

    [GeneratedRegex("^PARLEY_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$")]
    private static partial Regex LinkName();

    [GeneratedRegex("^(tcp|udp|sctp)://")]
    private static partial Regex LinkValue();
}
