using System.CommandLine;
using Parley.Storage.Sqlite;

namespace Parley.Command.Chat;

/// <summary><c>parley history</c>: prints what was said, from a server or from a log, and ends.</summary>
internal static class HistoryCommand
{
    private const long Default = 100;

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Read the log in this directory instead of asking a server; one may be running on it.",
        HelpName = "DIR",
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "The messages after this sequence, each with its own, instead of the last.",
        HelpName = "SEQ",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "history", $"Print the last messages of a room as plain lines and end; {Default} without --last. With --data, each with its sequence.")
        {
            ClientOptions.Room,
            ClientOptions.Last,
            ClientOptions.Server,
            Data,
            After,
        };
        command.SetAction((parsed, _) => (parsed.GetValue(Data), parsed.GetValue(After)) switch
        {
            ({ } directory, _) => ClientCommand.RunAsync(leave => ReadAsync(parsed, directory, leave.Asked)),
            (_, not null) => ClientCommand.RunAsync(leave => AskAfterAsync(parsed, leave.Asked)),
            _ => ClientCommand.RunAsync(() => Read(parsed), (connection, options, leave) => AskAsync(connection, options, leave.Asked)),
        });
        return command;
    }

    private static ConnectionOptions Read(ParseResult parsed) =>
        ClientOptions.ReadReader(parsed) with { History = ClientOptions.ReadLast(parsed, Default) };

    private static async Task AskAfterAsync(ParseResult parsed, CancellationToken leave)
    {
        var after = ReadAfter(parsed)!.Value;
        var options = ClientOptions.ReadReader(parsed);
        using var output = PlainOutput.Open(TimeProvider.System);
        await output.PrintAsync(RemoteHistory.ReadAfterAsync(options, after, leave));
    }

    private static long? ReadAfter(ParseResult parsed) => (parsed.GetValue(After), parsed.GetValue(ClientOptions.Last)) switch
    {
        (null, _) => null,
        (_, not null) => throw Usage("Choose one: --last or --after."),
        ({ } after, _) => ClientOptions.ReadCount(after) ?? throw Usage($"'{SafeText.Clean(after)}' is not a sequence. Write --after SEQ, a whole number."),
    };

    private static async Task AskAsync(ChatConnection connection, ConnectionOptions options, CancellationToken leave)
    {
        // What is said between joining and leaving comes too, but is not history yet.
        var messages = connection.ReadAllAsync()
            .Take((int)Math.Min(options.History, int.MaxValue))
            .TakeWhile(_ => !leave.IsCancellationRequested);
        var output = PlainOutput.Open(TimeProvider.System);
        await connection.LeaveAsync();
        var printing = output.PrintAsync(messages);
        await Task.WhenAny(printing, Patience.EndAsync(TimeProvider.System, leave));
        RequireNotAsked(leave);
        await printing;
        output.Dispose();
    }

    private static async Task ReadAsync(ParseResult parsed, string directory, CancellationToken leave)
    {
        if (parsed.GetValue(ClientOptions.Server) is not null)
        {
            throw Usage("Choose one: --data reads a directory, --server asks a server.");
        }

        var after = ReadAfter(parsed);
        var room = ClientOptions.ReadRoom(parsed);
        var last = ClientOptions.ReadLast(parsed, Default);
        using var log = LogReader.Open(directory);
        using var output = PlainOutput.Open(TimeProvider.System);
        var events = after is { } first ? log.ReadAfter(room, first) : log.ReadLast(room, last);
        await output.PrintAsync(events.TakeWhile(_ => !leave.IsCancellationRequested).ToAsyncEnumerable());
        RequireNotAsked(leave);
    }

    private static void RequireNotAsked(CancellationToken leave)
    {
        if (leave.IsCancellationRequested)
        {
            throw new CommandException("interrupted before everything was printed.", CommandRunner.Failure);
        }
    }

    private static CommandException Usage(string message) => new(message, CommandRunner.Usage);
}
