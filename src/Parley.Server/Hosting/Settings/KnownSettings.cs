using Parley.Engine.Commits;
using Parley.Engine.Feeds;
using Parley.Engine.Members;
using Parley.Engine.Retention;
using Parley.Engine.Routing.Local;
using Parley.Engine.Snapshots;
using Parley.Server.Contracts.Rooms;
using Parley.Server.Contracts.Web;
using Parley.Server.Operations;
using Parley.Server.Sessions;
using Parley.Storage;

namespace Parley.Server.Hosting.Settings;

/// <summary>All settings of a standalone server.</summary>
internal static class KnownSettings
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        ("", typeof(ServeOptions)),
        ("", typeof(ParleyOptions)),
        ("Commit", typeof(CommitOptions)),
        ("Feed", typeof(FeedOptions)),
        ("Member", typeof(MemberOptions)),
        ("Page", typeof(PageOptions)),
        ("Retention", typeof(RetentionOptions)),
        ("Room", typeof(RoomOptions)),
        ("Session", typeof(SessionOptions)),
        ("Snapshot", typeof(SnapshotOptions)),
        ("Storage", typeof(StorageOptions)),
        ("Web", typeof(WebOptions)),
    ];

    public static IReadOnlyList<Setting> All { get; } =
        [.. Sections.SelectMany(section => section.Options.GetProperties().Select(property => new Setting(section.Section, property)))];
}
