using Parley.Bench.Catalogue;

namespace Parley.Bench.Tests.Planning;

public sealed class CatalogTests
{
    private static readonly Catalog All = Catalog.Default;

    [Fact]
    public void Names_AreUnique()
    {
        Assert.Equal(All.Contenders.Count, All.Contenders.Select(contender => contender.Name).Distinct().Count());
        Assert.Equal(All.Workloads.Count, All.Workloads.Select(workload => workload.Name).Distinct().Count());
    }

    [Fact]
    public void Fields_NameServersThatCan() => Assert.All(All.Workloads, workload =>
    {
        Assert.Contains(Catalog.Subject, workload.Field);
        Assert.All(workload.Field.Concat(workload.Guests).Concat(workload.Quick), name => Assert.Null(All.Contender(name).Refuses(workload)));
    });

    [Fact]
    public void Headline_HasEveryServer()
    {
        var headline = All.Workload("W1-100");
        Assert.Equal(All.Contenders.Select(contender => contender.Name).Order(), headline.Field.Concat(headline.Guests).Order());
    }

    [Fact]
    public void Targets_NameFiguresThatAreMeasured() => Assert.All(All.Targets, target =>
    {
        var workload = All.Workload(target.Workload);
        Assert.Contains(target.Metric, workload.Columns.Append(Metrics.Cpu));
        Assert.Contains(target.Subject, workload.Field);
        if (target.Kind == TargetKind.TimesPeer)
        {
            Assert.Contains(target.Against!, workload.Field);
        }
        else if (target.Against is { } other)
        {
            Assert.Equal(workload.Together, All.Workload(other).Together);
        }
    });

    [Fact]
    public void AnotherContractOfAServer_IsTheSameServer() => Assert.All(All.Contenders.Where(contender => contender.SameServerAs is not null), contender =>
    {
        var server = All.Contender(contender.SameServerAs!);
        Assert.Equal((server.Directory, server.Start, server.Abilities), (contender.Directory, contender.Start, contender.Abilities));
        Assert.NotEqual(server.Protocol, contender.Protocol);
    });

    [Fact]
    public void Texts_AreMeasuredInCleartextAndOverTls_InTurns() => Assert.All(["W12-32", "W12-1024", "W12-16384"], name =>
    {
        var (clear, tls) = (All.Workload(name), All.Workload(name + "-tls"));
        Assert.Equal((false, true), (clear.IsTls, tls.IsTls));
        Assert.Equal((clear.LoadText, clear.Field, clear.Rounds, name), (tls.LoadText, tls.Field, tls.Rounds, tls.Together));
        Assert.Equal(clear.Together, tls.Together);
        Assert.Contains("go", tls.Field);
    });

    [Fact]
    public void Tls_IsAnAbility_ThatSaysHowItIsStarted()
    {
        var workload = All.Workload("W12-32-tls");

        Assert.All(All.Workloads.Where(found => found.IsTls), found => Assert.True(found.Requires.HasFlag(Ability.Tls), found.Name));
        Assert.All(All.Contenders, contender => Assert.Equal(contender.Abilities.HasFlag(Ability.Tls), contender.StartTls.Count > 0));
        Assert.Equal("cannot: Tls", All.Contender("floor").Refuses(workload));
    }

    [Fact]
    public void Columns_AreFiguresOfTheCsv() => Assert.All(
        All.Workloads.SelectMany(workload => workload.Columns.Concat(workload.Charts)),
        metric => Assert.Contains(Metrics.All, known => known.Key == metric.Key));

    [Fact]
    public void Rounds_AreFiveWhereItMatters_AndThreeElsewhere() => Assert.All(
        All.Workloads.Where(workload => !workload.IsSoak), workload => Assert.True(workload is { Rounds: >= 3, GuestRounds: >= 3 }, workload.Name));
}
