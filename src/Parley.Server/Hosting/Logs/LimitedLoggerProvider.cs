using Microsoft.Extensions.Logging;

namespace Parley.Server.Hosting.Logs;

/// <summary>
/// Passes entries to another provider, of warnings and errors only a few of each kind a minute: whoever can make the server log a line
/// must not be able to fill a disk with it.
/// </summary>
/// <param name="provider">Writes the entries. It is disposed with this object.</param>
/// <param name="time">Measures the minutes.</param>
[ProviderAlias("Console")]
internal sealed class LimitedLoggerProvider(ILoggerProvider provider, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        new LimitedLogger(new SafeLogger(provider.CreateLogger(categoryName)), time);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) =>
        (provider as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    /// <inheritdoc/>
    public void Dispose() => provider.Dispose();
}
