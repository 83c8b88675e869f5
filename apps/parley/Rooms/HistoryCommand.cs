using System.CommandLine;
using Parley.Client;
using Parley.Command.Clients;
using Parley.Command.Output;
using Parley.Storage.Sqlite;

namespace Parley.Command.Rooms;

/// <summary><c>parley history</c>: prints what was said, from a server or from a log, and ends.</summary>
internal static class HistoryCommand
{
    private const long Default = 100;
    private const string Unfinished = "everything was printed";

    private static readonly Option<string> After = new("--after")
    {
        Description = "The messages after this sequence instead of the last.",
        HelpName = "SEQ",
    };

    public static System.CommandLine.Command Create()
    {
        var command = new System.CommandLine.Command(
            "history", $"Print the last messages of a room, each with its sequence, and end; {Default} without --last.")
        {
            ClientOptions.Room,
            ClientOptions.Last,
            After,
            ClientOptions.Json,
            ClientOptions.Server,
            ClientOptions.Data,
        };
        command.SetAction((parsed, _) => parsed.GetValue(ClientOptions.Data) is null
            ? RoomCommand.RunAsync(() => Read(parsed), (client, options, leave) => AskAsync(parsed, client, options.Room, leave), Unfinished)
            : ClientCommand.RunAsync(leave => ReadAsync(parsed, leave), Unfinished));
        return command;
    }

    private static ConnectionOptions Read(ParseResult parsed)
    {
        _ = (ReadAfter(parsed), ClientOptions.ReadLast(parsed, Default));
        return ClientOptions.ReadReader(parsed);
    }

    private static long? ReadAfter(ParseResult parsed) => ClientOptions.ReadInsteadOfLast(parsed, After) is { } after
        ? ClientOptions.ReadCount(after) ?? throw ClientOptions.Usage($"'{after}' is not a sequence. Write {After.Name} SEQ, a whole number.")
        : null;

    private static Task AskAsync(ParseResult parsed, ParleyClient client, string room, CancellationToken leave)
    {
        var events = ReadAfter(parsed) is { } after
            ? client.ReadAfterAsync(room, after, leave)
            : client.ReadLastAsync(room, ClientOptions.ReadLast(parsed, Default), leave);
        return PrintAsync(parsed, events.Select(EventLine.Of), leave);
    }

    private static async Task ReadAsync(ParseResult parsed, CancellationToken leave)
    {
        var directory = ClientOptions.ReadData(parsed)!;
        var after = ReadAfter(parsed);
        var room = ClientOptions.ReadRoom(parsed);
        var last = ClientOptions.ReadLast(parsed, Default);
        using var log = LogReader.Open(directory);
        var epoch = log.Epoch;
        var events = after is { } first ? log.ReadAfter(room, first) : log.ReadLast(room, last);
        var lines = events.TakeWhile(_ => !leave.IsCancellationRequested).Select(@event => EventLine.Of(room, epoch, @event));
        await PrintAsync(parsed, lines.ToAsyncEnumerable(), leave);
        leave.ThrowIfCancellationRequested();
    }

    private static Task PrintAsync(ParseResult parsed, IAsyncEnumerable<EventLine> lines, CancellationToken leave)
    {
        var zone = TimeProvider.System.LocalTimeZone;
        return LineOutput.Open().PrintAsync(lines, parsed.GetValue(ClientOptions.Json) ? JsonLine.Of : line => PlainLine.Of(line, zone), leave);
    }
}
