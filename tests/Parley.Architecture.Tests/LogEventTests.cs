using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Parley.Architecture.Tests;

public sealed class LogEventTests
{
    private static readonly string[] Assemblies = ["Parley.Client", "Parley.Engine", "Parley.Server"];

    [Fact]
    public void EventIds_AreUnique_AndOneHundredBelongsToOneComponent()
    {
        var events = Assemblies.SelectMany(name => Assembly.Load(name).GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
                .Select(method => (Type: type, Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>())))
            .Where(found => found.Message is not null)
            .ToList();

        Assert.NotEmpty(events);
        Assert.Empty(events.GroupBy(found => found.Message!.EventId).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(events.GroupBy(found => found.Message!.EventId / 100)
            .Where(group => group.Select(found => found.Type).Distinct().Count() > 1)
            .Select(group => group.Key));
        Assert.All(events, found => Assert.EndsWith("LogMessages", found.Type.Name, StringComparison.Ordinal));
    }
}
