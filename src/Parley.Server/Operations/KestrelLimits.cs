using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Parley.Server.Operations;

/// <summary>Kestrel's limits for streams that live for days and readers that pause.</summary>
internal sealed class KestrelLimits(IOptions<ParleyOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        var parley = options.Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = parley.MaxConnections;
        kestrel.Limits.Http2.MaxStreamsPerConnection = parley.MaxStreamsPerConnection;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(parley.PingAfterSeconds);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(parley.PingTimeoutSeconds);

        // A minimum rate would abort the whole connection of a reader that pauses; it costs no more than its position.
        kestrel.Limits.MinResponseDataRate = null;
    }
}
