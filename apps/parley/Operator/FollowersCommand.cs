using System.Globalization;
using Parley.Command.Execution;
using Parley.Command.Formatting;
using Parley.Command.Offline;
using Parley.Command.Rooms;
using Parley.Protocol;
using Parley.Server.Operations.Operator;

namespace Parley.Command.Operator;

/// <summary><c>parley followers</c>: lists those who follow rooms, beginning with the one that is furthest behind.</summary>
internal static class FollowersCommand
{
    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "followers",
            "List who follows the rooms of a running server, those furthest behind first: " +
            "the number of events behind, the room and the user.")
        {
            HistoryOptions.Json, DataOption.Data,
        };
        command.SetAction((parsed, _) => OperatorCommand.RunAsync(
            parsed,
            (client, cancellationToken) => client.ListFollowersAsync(cancellationToken),
            answer => Print(answer, parsed.GetValue(HistoryOptions.Json)),
            unfinished: "everything was printed"));
        return command;
    }

    private static int Print(OperatorAnswer answer, bool asJson)
    {
        foreach (var follower in answer.Followers)
        {
            Console.WriteLine(asJson ? JsonLine.Of(follower) : Plain(follower));
        }

        if (answer.FollowerCount > answer.Followers.Count)
        {
            ErrorOutput.WriteLine(
                $"{answer.FollowerCount - answer.Followers.Count} more are not listed; none of them is further behind than those listed.");
        }

        return ExitCode.Success;
    }

    private static string Plain(RoomFollower follower) => string.Create(
        CultureInfo.InvariantCulture,
        $"{follower.Behind}\t{SafeText.Clean(follower.Room)}\t{(follower.User.Length > 0 ? SafeText.Clean(follower.User) : "-")}");
}
