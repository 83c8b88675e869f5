using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Parley.Client;
using Parley.Protocol;

namespace Parley.Architecture.Tests;

/// <summary>What the reference lists is what the code has: settings, options, limits and log events.</summary>
public sealed class ReferenceDocumentTests
{
    private static readonly string[] ServerAssemblies = ["Parley.Engine", "Parley.Server"];
    private static readonly string[] Unsectioned = ["ParleyOptions", "ServeOptions"];

    [Fact]
    public void Configuration_ListsEverySetting()
    {
        var rows = Rows("docs", "reference", "configuration.md");
        var settings = ServerAssemblies.SelectMany(name => Assembly.Load(name).GetExportedTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties().Select(property => (Options: type, Property: property))).ToList();

        Assert.True(settings.Count > 20, "The settings were not found.");
        Assert.All(settings, setting =>
        {
            var section = Unsectioned.Contains(setting.Options.Name) ? "" : $"{setting.Options.Name[..^"Options".Length]}:";
            var row = Assert.Single(rows, row => row.Contains($"`{section}{setting.Property.Name}`", StringComparison.Ordinal));
            if (setting.Property.GetValue(Activator.CreateInstance(setting.Options)) is { } value)
            {
                Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `{value}` |"), row, StringComparison.Ordinal);
            }

            if (section.Length > 0 && setting.Property.GetCustomAttribute<RangeAttribute>() is { } range)
            {
                Assert.Contains(
                    string.Create(CultureInfo.InvariantCulture, $"| {range.Minimum:N0}–{range.Maximum:N0} |"),
                    row,
                    StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void Coding_ListsEveryOptionOfTheClient()
    {
        var rows = Rows("docs", "coding", "dotnet.md");

        Assert.All(typeof(ParleyClientOptions).GetProperties(), option =>
            Assert.Single(rows, row => row.StartsWith($"| `{option.Name}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Limits_ListEveryLimitOfTheContracts()
    {
        var rows = Rows("docs", "reference", "limits.md");
        var limits = typeof(ProtocolLimits).GetFields().Where(field => field.IsLiteral).ToList();

        Assert.NotEmpty(limits);
        Assert.All(limits, limit => Assert.Contains(rows, row =>
            row.Contains("| contract |", StringComparison.Ordinal)
            && row.Contains(InText((int)limit.GetRawConstantValue()!), StringComparison.Ordinal)));
    }

    [Fact]
    public void Monitoring_ListsEveryLogEvent()
    {
        var rows = Rows("docs", "operating", "monitoring.md");
        var events = ServerAssemblies.SelectMany(name => Assembly.Load(name).GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToList();

        Assert.NotEmpty(events);
        Assert.All(events, message =>
            Assert.Single(rows, row => row.StartsWith($"| {message.EventId} | {message.Level} |", StringComparison.Ordinal)));
    }

    private static List<string> Rows(params string[] document) =>
        [.. MarkdownDocument.At(document).Prose.Split('\n').Where(line => line.StartsWith('|'))];

    private static string InText(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
