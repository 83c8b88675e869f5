using System.Collections.Concurrent;
using Parley.Engine.Members;
using Parley.Testing;

namespace Parley.Server.Tests.Sessions.Rooms;

/// <summary>A member that only notices who comes and goes.</summary>
internal sealed class MemberWatcher : IMemberSession
{
    private readonly ConcurrentDictionary<(string User, bool Present), TaskCompletionSource> _changes = new();

    public string User => "watcher";

    public void OnPresence(string user, bool present) => Change(user, present).TrySetResult();

    public void OnMembersUnknown()
    {
    }

    public void OnSignal(MemberSignal signal)
    {
    }

    public Task EnteredAsync(string user) => Change(user, true).Task.Within($"{user} in the room");

    public Task LeftAsync(string user) => Change(user, false).Task.Within($"{user} out of the room");

    private TaskCompletionSource Change(string user, bool present) =>
        _changes.GetOrAdd((user, present), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
