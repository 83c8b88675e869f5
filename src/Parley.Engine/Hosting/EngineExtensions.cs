using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Commits;
using Parley.Engine.Erasing;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Members;
using Parley.Engine.Retention;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Engine.Snapshots;

namespace Parley.Engine.Hosting;

/// <summary>Adds the room engine to a host.</summary>
public static class EngineExtensions
{
    /// <summary>
    /// Adds rooms, commits, feeds, members, retention and erasing. The host adds an <see cref="IRoomLog"/>, an
    /// <see cref="IRoomRouter"/>, and an <see cref="IFeedFormat"/> for each encoding that followers ask for.
    /// </summary>
    public static IParleyBuilder AddEngine(this IParleyBuilder parley)
    {
        parley.Services.TryAddSingleton(TimeProvider.System);
        return parley.AddKinds().AddCommits().AddFeeds().AddMembers().AddSnapshots().AddRetention().AddRooms().AddRouting().AddErasing();
    }
}
