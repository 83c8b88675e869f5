using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Engine.Erasing;
using Parley.Engine.Feeds;
using Parley.Engine.Logs;
using Parley.Engine.Retention;
using Parley.Protocol;

namespace Parley.Server.Operations.Operator;

/// <summary>What a running server does for its operator.</summary>
internal static class OperatorExtensions
{
    /// <summary>The most followers that one answer lists.</summary>
    public const int MaxFollowers = 1_000;

    private const int MaxSequences = 10_000;

    public static void MapParleyOperator(this IEndpointRouteBuilder app)
    {
        var commands = app.MapGroup("/operator").AddEndpointFilter(RequireOperatorAsync);
        commands.MapPost("/erase", EraseAsync);
        commands.MapPost("/trim", TrimAsync);
        commands.MapPost("/compact", CompactAsync);
        commands.MapPost("/followers", ListFollowers);
    }

    private static async ValueTask<object?> RequireOperatorAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.Features.Get<OperatorConnection>() is null)
        {
            return Results.NotFound();
        }

        // A command does not hold up the end of the server.
        var http = context.HttpContext;
        var lifetime = http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.RequestAborted = end.Token;
        try
        {
            return await next(context);
        }
        catch (JsonException exception)
        {
            return Answer(new OperatorAnswer { Error = $"The command is malformed: {exception.Message}", IsUsage = true });
        }
        catch (RoomLogException exception)
        {
            return Answer(new OperatorAnswer { Error = exception.Message });
        }
        catch (OperationCanceledException)
        {
            return Answer(new OperatorAnswer
            {
                Error = "The server is shutting down. The command may have been carried out in part. Run it again when the server is back.",
            });
        }
    }

    private static async Task<IResult> EraseAsync(
        HttpContext http, RoomErasing erasing, IRoomLog log, ILogger<OperatorConnection> logger)
    {
        var request = await ReadAsync(http);
        var error = RoomName.Validate(request.Room) ?? UserName.Validate(request.User)
            ?? (request.Sequences.Count is < 1 or > MaxSequences ? $"One command takes 1 to {MaxSequences:N0} sequences." : null)
            ?? (request.Sequences.Any(sequence => sequence < 1) ? "Sequences start at 1." : null);
        if (error is not null)
        {
            return Answer(new OperatorAnswer { Error = error, IsUsage = true });
        }

        if (await FindMissingAsync(request.Room, log) is { } missing)
        {
            return missing;
        }

        var result = await erasing.EraseAsync(request.Room, request.Sequences, request.User, http.RequestAborted);
        if (result.Outcomes.Count(outcome => outcome.Value == ErasureOutcome.Erased) is > 0 and var erased)
        {
            OperatorLogMessages.Erased(logger, request.Room, erased);
        }

        return Answer(new OperatorAnswer
        {
            Outcomes = [.. result.Outcomes.Select(outcome => Describe(outcome.Key, outcome.Value))],
            Error = result.Rejection?.Reason,
        });
    }

    private static async Task<IResult> TrimAsync(
        HttpContext http, RoomRetention retention, IRoomLog log, TimeProvider time, ILogger<OperatorConnection> logger)
    {
        var request = await ReadAsync(http);
        if (RoomName.Validate(request.Room) is { } error
            || !RetentionRule.TryParseLimits(request.Keep, out var rule, out error))
        {
            return Answer(new OperatorAnswer { Error = error, IsUsage = true });
        }

        if (await FindMissingAsync(request.Room, log) is { } missing)
        {
            return missing;
        }

        var result = await retention.TrimAsync(request.Room, rule.ToLimit(time.GetUtcNow()), http.RequestAborted);
        if (result.Removed > 0)
        {
            OperatorLogMessages.Trimmed(logger, request.Room, result.Removed);
        }

        return Answer(new OperatorAnswer
        {
            Removed = result.Removed,
            Floor = result.Room.Floor,
            Head = result.Room.Head,
            Kept = result.Hold switch
            {
                TrimHold.State => "more was kept than --keep says: the room needs its last snapshot and the events after it",
                TrimHold.NoSnapshot =>
                    "everything was kept: the room needs all its events, because it has no snapshot that the server can read",
                TrimHold.UnknownKind =>
                    "everything was kept: the server does not know the room's kind, or knows only an older version of it",
                _ => null,
            },
        });
    }

    private static async Task<IResult?> FindMissingAsync(string room, IRoomLog log) =>
        await log.ReadHeadAsync(room) > 0 ? null : Answer(new OperatorAnswer { Error = $"There is no room '{room}'." });

    private static async Task<IResult> CompactAsync(HttpContext http, RoomRetention retention)
    {
        return Answer(new OperatorAnswer { FreedBytes = await retention.CompactAsync(http.RequestAborted) });
    }

    private static IResult ListFollowers(FeedDirectory feeds)
    {
        var followers = feeds.ListFollowers();
        return Answer(new OperatorAnswer
        {
            FollowerCount = followers.Count,
            Followers = [.. followers
                .OrderByDescending(follower => follower.Behind)
                .ThenBy(follower => follower.Room, StringComparer.Ordinal)
                .ThenBy(follower => follower.User, StringComparer.Ordinal)
                .Take(MaxFollowers)
                .Select(follower => new RoomFollower(follower.Room, follower.User, follower.Behind, follower.Position, follower.Head))],
        });
    }

    private static ErasedEvent Describe(long sequence, ErasureOutcome outcome) => outcome switch
    {
        ErasureOutcome.Erased => new(sequence, IsGone: true, Remark: null),
        ErasureOutcome.ErasedBefore => new(sequence, IsGone: true, "had already been erased"),
        ErasureOutcome.Removed => new(sequence, IsGone: true, "had already been removed completely"),
        ErasureOutcome.Kept => new(sequence, IsGone: false, "stays, because it created the room or erased others"),
        ErasureOutcome.Damaged => new(
            sequence, IsGone: false, "is damaged and stays, because it created the room or erased others: restore a backup"),
        _ => new(sequence, IsGone: false, "does not exist yet"),
    };

    private static async Task<OperatorRequest> ReadAsync(HttpContext http) =>
        await http.Request.ReadFromJsonAsync(OperatorJson.Default.OperatorRequest, http.RequestAborted)
            ?? throw new JsonException("null is not a command.");

    private static IResult Answer(OperatorAnswer answer) => Results.Json(answer, OperatorJson.Default.OperatorAnswer);
}
