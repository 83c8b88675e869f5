using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Parley.Engine.Retention;

namespace Parley.Server.Tests.Operations.Retention;

/// <summary>Rules come from one source, the strongest that has any.</summary>
public sealed class RetentionSettingTests
{
    [Fact]
    public void Keep_InTwoSources_IsTheStrongerOnesAlone() => Assert.Equal(
        ["*=30d"], Read(["audit-*=forever", "*=90d"], ["*=30d"]));

    [Fact]
    public void Keep_InTheWeakerSource_Counts() => Assert.Equal(
        ["audit-*=forever", "*=90d"], Read(["audit-*=forever", "*=90d"], []));

    [Fact]
    public void Keep_ManyRules_StayInOrder()
    {
        var rules = Enumerable.Range(0, 12).Select(i => $"room-{i}={i + 1}d").ToArray();

        Assert.Equal(rules, Read([], rules));
    }

    [Fact]
    public void Keep_InNoSource_IsEverything() => Assert.Null(Read([], []));

    private static IReadOnlyList<string>? Read(params string[][] sources)
    {
        var builder = WebApplication.CreateSlimBuilder();
        foreach (var rules in sources)
        {
            builder.Configuration.AddInMemoryCollection(
                rules.Index().Select(rule => KeyValuePair.Create($"Parley:Retention:Keep:{rule.Index}", (string?)rule.Item)));
        }

        builder.Services.AddParley().UseMemory();
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<RetentionOptions>>().Value.Keep;
    }
}
