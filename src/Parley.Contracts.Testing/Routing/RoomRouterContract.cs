using Microsoft.Extensions.DependencyInjection;
using Parley.Engine.Rooms;
using Parley.Engine.Routing;
using Parley.Rooms;

namespace Parley.Contracts.Testing.Routing;

/// <summary>
/// What every <see cref="IRoomRouter"/> does, no matter where it keeps the owners of rooms. Derive a test class from this one and implement
/// <see cref="AddRouter"/>.
/// </summary>
/// <remarks>
/// Every test starts a host of its own: the engine, the router under test, and a log in memory that fails when the test wants it to.
/// </remarks>
public abstract partial class RoomRouterContract : IAsyncLifetime
{
    private const string Room = "room";

    private RouterHost _host = null!;

    private FaultInjectingLog Log => _host.Log;

    /// <summary>Starts the host.</summary>
    public async ValueTask InitializeAsync() => _host = await RouterHost.StartAsync(AddRouter);

    /// <summary>Stops the host.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Adds the router under test as the host's only <see cref="IRoomRouter"/>, and whatever the router needs. The engine is already added;
    /// anything that has to run is added as a hosted service.
    /// </summary>
    /// <param name="parley">The host's builder.</param>
    protected abstract void AddRouter(IParleyBuilder parley);

    private static PostCommand Post(string text, string? commandId = null, string user = "ada") =>
        PostCommand.Message(user, text, commandId);

    private static PostCommand[] Posts(string prefix, int count) => [.. Enumerable.Range(1, count).Select(i => Post($"{prefix}/{i}"))];

    /// <summary>The sequences of posts that must all be accepted.</summary>
    private static IReadOnlyList<long> Accepted(IReadOnlyList<PostOutcome> outcomes)
    {
        Assert.All(outcomes, outcome => Assert.Null(outcome.Rejection));
        return [.. outcomes.Select(outcome => outcome.Sequence)];
    }

    private static IEnumerable<long> Dense(int count) => Enumerable.Range(1, count).Select(sequence => (long)sequence);

    private Task<IReadOnlyList<PostOutcome>> PostAsync(params PostCommand[] posts) => PostToAsync(Room, posts);

    private Task<IReadOnlyList<PostOutcome>> PostToAsync(string room, params PostCommand[] posts) =>
        _host.Router.PostAsync(room, posts).InTime();

    private async Task<string[]> TextsAsync(string room) => [.. (await Log.ReadAllAsync(room)).Select(@event => @event.Text)];
}
