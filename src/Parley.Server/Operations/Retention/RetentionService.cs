using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Engine.Logs;
using Parley.Engine.Retention;

namespace Parley.Server.Operations.Retention;

/// <summary>Runs retention when the server starts and then at every interval, if there are rules.</summary>
internal sealed class RetentionService(
    RoomRetention retention, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!retention.HasRules)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.IntervalSeconds), time);
        try
        {
            do
            {
                await RunAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await retention.RunAsync(stoppingToken);
        }
        catch (RoomLogException exception)
        {
            RetentionServiceLogMessages.Failed(logger, exception);
        }
    }
}
