using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Parley.Engine.Feeds;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Protocol;
using Parley.Rooms;
using Parley.Rooms.Access;
using Parley.Server.Contracts.Chat;
using Parley.Storage.Memory;
using Parley.Testing;

namespace Parley.Server.Tests.Contracts.Chat;

public sealed class ChatPostsTests
{
    private const int FullBatch = 256;

    [Fact]
    public async Task Post_AfterARefusedBatch_IsNotSent()
    {
        var router = new HeldRouter();
        var log = new MemoryRoomLog(Guid.Empty);
        var feeds = new FeedDirectory([], Options.Create(new FeedOptions()), log, NullLogger<FeedDirectory>.Instance);
        var rooms = new RoomDirectory(router, feeds, log, new OpenAccess());
        var posts = new ChatPosts(rooms, "room", NullLogger.Instance);
        for (var i = 0; i < FullBatch; i++)
        {
            await posts.AddAsync(PostCommand.Message("ada", $"{i}"));
        }

        // The reader finds no further message, so it sends what has accumulated, which is nothing. Then another message arrives.
        await posts.WaitForRoomAsync().Within("the room");
        posts.Send();
        await posts.AddAsync(PostCommand.Message("ada", "late"));
        router.Refuse();
        await posts.FlushAsync().Within("the answers");

        Assert.Equal(ParleyCode.Overloaded, posts.Refusal?.Code);
        Assert.Equal(1, router.Calls);
    }

    /// <summary>Holds every call until it is refused.</summary>
    private sealed class HeldRouter : IRoomRouter
    {
        private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Calls { get; private set; }

        public void Refuse() => _refused.SetResult();

        public async Task<IReadOnlyList<PostOutcome>> PostAsync(string room, IReadOnlyList<PostCommand> posts)
        {
            Calls++;
            await _refused.Task;
            return [.. posts.Select(_ => new PostOutcome(0, new Rejection(ParleyCode.Overloaded, "Full.")))];
        }
    }
}
