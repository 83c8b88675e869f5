using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Parley.Client.Tests.Documents;

/// <summary>The snippets of <c>docs/coding</c> that are in no sample: compiled here, so that they stay true.</summary>
public static class CodingSnippets
{
    internal sealed class Greeter(ParleyClient parley) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var room = await parley.JoinAsync("lobby", stoppingToken);
            await foreach (var change in room.ReadPresenceAsync(stoppingToken))
            {
                if (change.IsHere)
                {
                    await room.SayAsync($"Welcome, {change.User}.", stoppingToken);
                }
            }
        }
    }

    public static void Register(HostApplicationBuilder builder)
    {
        builder.Services.AddParleyClient("http://localhost:50051", options => options with { User = "greeter" });
        builder.Services.AddHostedService<Greeter>();
    }

    public static async Task ReadAsync(ParleyRoom room)
    {
        await foreach (var item in room.ReadAllAsync())
        {
            switch (item)
            {
                case MessageEvent message:
                    Console.WriteLine($"{message.Sequence} {message.User}: {message.Text}");
                    break;
                case NotResumed lost:
                    Console.WriteLine($"The log was replaced. What I know after {lost.Lost} may be wrong.");
                    break;
            }
        }
    }

    public static async Task ReadPastAsync(ParleyRoom room)
    {
        await foreach (var item in room.ReadHistoryAsync(HistoryRange.FromEnd))
        {
            Console.WriteLine(item);
        }
    }

    public static async Task TypeAsync(ParleyRoom room)
    {
        await room.SignalAsync("typing");
        await foreach (var signal in room.ReadSignalsAsync())
        {
            Console.WriteLine($"{signal.User} shows {signal.Key}");
        }
    }

    public static async Task ImportAsync(ParleyRoom room, string[] lines)
    {
        await Task.WhenAll(lines.Select((line, number) => room.SayAsync(line, commandId: $"import-7-{number + 1}")));
    }

    public static async Task<long> SayForSureAsync(ParleyRoom room, string text, string commandId, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await room.SayAsync(text, commandId, stop);
            }
            catch (OutcomeUnknownException)
            {
                // It may be in the room. The same text under the same id makes no second event.
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
    }
}
