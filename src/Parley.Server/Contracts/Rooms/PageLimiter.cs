using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Parley.Protocol;
using Parley.Server.Refusals;

namespace Parley.Server.Contracts.Rooms;

/// <summary>
/// Bounds the memory of unary calls: a call waits for its turn before it reads a page, and keeps the turn until the client has the page.
/// A connection that does not read its pages holds up itself, not others. Several together hold up others until their calls time out.
/// </summary>
internal sealed class PageLimiter : IDisposable
{
    // More than the calls of one connection by default, so that only many connections together can fill it.
    private const int MaxWaiting = 10_000;

    private readonly PartitionedRateLimiter<HttpContext> _limiter;
    private readonly TimeSpan _timeout;

    public PageLimiter(IOptions<PageOptions> options)
    {
        _timeout = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);

        // In this order: a call takes a place of its connection before it waits for one of the server.
        _limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(http =>
                RateLimitPartition.GetConcurrencyLimiter(http.Connection.Id, _ => Limit(options.Value.MaxPerConnection))),
            PartitionedRateLimiter.Create<HttpContext, string>(_ =>
                RateLimitPartition.GetConcurrencyLimiter("", _ => Limit(options.Value.MaxInFlight))));
    }

    /// <summary>
    /// Makes the calls of an endpoint keep their turn until the client has the response. ASP.NET Core considers them done earlier.
    /// </summary>
    public static void KeepTurnUntilSent(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is { } call)
        {
            endpoint.RequestDelegate = async http =>
            {
                try
                {
                    await call(http);

                    // A refusal has its status among the headers, and must have nothing after them.
                    if (http.Features.Get<Turn>() is not null && !http.Response.Headers.ContainsKey(HeaderNames.GrpcStatus))
                    {
                        await http.Response.BodyWriter.FlushAsync();
                    }
                }
                finally
                {
                    http.Features.Get<Turn>()?.Dispose();
                }
            };
        }
    }

    /// <summary>Waits for a turn. A call whose turn takes too long is reset.</summary>
    /// <exception cref="RefusedException">Too many calls wait.</exception>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task EnterAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var lease = await _limiter.AcquireAsync(http, permitCount: 1, cancellationToken);
        if (!lease.IsAcquired)
        {
            lease.Dispose();
            throw new RefusedException(ParleyCode.Overloaded, "Too many pages are being read. Try again in a moment.");
        }

        var timer = new CancellationTokenSource(_timeout);
        timer.Token.UnsafeRegister(static http => ((HttpContext)http!).Abort(), http);
        http.Features.Set(new Turn(lease, timer));
    }

    public void Dispose() => _limiter.Dispose();

    private static ConcurrencyLimiterOptions Limit(int permits) => new()
    {
        PermitLimit = permits,
        QueueLimit = MaxWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };

    /// <summary>A call's turn, and the timer that ends it.</summary>
    private sealed class Turn(RateLimitLease lease, CancellationTokenSource timer) : IDisposable
    {
        public void Dispose()
        {
            timer.Dispose();
            lease.Dispose();
        }
    }
}
