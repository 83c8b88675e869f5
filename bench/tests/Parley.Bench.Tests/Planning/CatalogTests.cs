using Parley.Bench.Catalogue;
using Parley.Bench.Catalogue.Contenders;
using Parley.Bench.Catalogue.Figures;
using Parley.Bench.Catalogue.Targets;

namespace Parley.Bench.Tests.Planning;

public sealed class CatalogTests
{
    private static readonly Catalog All = Catalog.Default;

    [Fact]
    public void Names_ContendersAndWorkloads_AreUnique()
    {
        Assert.Equal(All.Contenders.Count, All.Contenders.Select(contender => contender.Name).Distinct().Count());
        Assert.Equal(All.Workloads.Count, All.Workloads.Select(workload => workload.Name).Distinct().Count());
    }

    [Fact]
    public void Workloads_Contenders_AreAbleToRunThem() => Assert.All(All.Workloads, workload =>
    {
        Assert.Contains(Catalog.Subject, workload.Contenders);
        Assert.All(
            workload.Contenders.Concat(workload.OtherContenders).Concat(workload.QuickContenders),
            name => Assert.Null(All.Contender(name).ExclusionReason(workload)));
    });

    [Fact]
    public void Headline_Contenders_AreAllServers()
    {
        var headline = All.Workload("W1-100");
        Assert.Equal(
            All.Contenders.Select(contender => contender.Name).Order(), headline.Contenders.Concat(headline.OtherContenders).Order());
    }

    [Fact]
    public void Targets_Figures_AreMeasured() => Assert.All(All.Targets, target =>
    {
        var workload = All.Workload(target.Workload);
        Assert.Contains(target.Metric, workload.Columns.Append(Metrics.Cpu));
        Assert.Contains(target.Subject, workload.Contenders);
        if (target.Kind == TargetKind.TimesPeer)
        {
            Assert.Contains(target.Against!, workload.Contenders);
        }
        else if (target.Against is { } other)
        {
            Assert.Equal(workload.Group, All.Workload(other).Group);
        }
    });

    [Fact]
    public void Contenders_OtherContract_IsSameServer() =>
        Assert.All(All.Contenders.Where(contender => contender.SameServerAs is not null), contender =>
    {
        var server = All.Contender(contender.SameServerAs!);
        Assert.Equal((server.Directory, server.Start), (contender.Directory, contender.Start));
        Assert.Equal(contender.Abilities, contender.Abilities & server.Abilities);
        Assert.NotEqual(server.Protocol, contender.Protocol);
    });

    [Fact]
    public void Texts_CleartextAndTls_TakeTurns() => Assert.All(["W12-32", "W12-1024", "W12-16384"], name =>
    {
        var (clear, tls) = (All.Workload(name), All.Workload(name + "-tls"));
        Assert.Equal((false, true), (clear.IsTls, tls.IsTls));
        Assert.Equal((clear.LoadText, clear.Contenders, clear.Rounds, name), (tls.LoadText, tls.Contenders, tls.Rounds, tls.Group));
        Assert.Equal(clear.Group, tls.Group);
        Assert.Contains("go", tls.Contenders);
    });

    [Fact]
    public void Tls_Contenders_HaveTlsOptions()
    {
        var workload = All.Workload("W12-32-tls");

        Assert.All(All.Workloads.Where(found => found.IsTls), found => Assert.True(found.Requires.HasFlag(Ability.Tls), found.Name));
        Assert.All(All.Contenders, contender => Assert.Equal(contender.Abilities.HasFlag(Ability.Tls), contender.StartTls.Count > 0));
        Assert.Equal("cannot: Tls", All.Contender("floor").ExclusionReason(workload));
    }

    [Fact]
    public void Columns_AllFigures_AreInCsv() => Assert.All(
        All.Workloads.SelectMany(workload => workload.Columns.Concat(workload.Charts)),
        metric => Assert.Contains(Metrics.All, known => known.Key == metric.Key));

    [Fact]
    public void Rounds_EveryWorkload_AreAtLeastThree() => Assert.All(
        All.Workloads.Where(workload => !workload.IsSoak),
        workload => Assert.True(workload is { Rounds: >= 3, OtherRounds: >= 3 }, workload.Name));
}
