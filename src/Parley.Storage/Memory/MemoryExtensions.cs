using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Logs;
using Parley.Storage.Memory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the log in memory.</summary>
public static class MemoryExtensions
{
    /// <summary>Keeps the log in memory. Nothing survives the end of the process.</summary>
    public static IParleyBuilder UseMemory(this IParleyBuilder parley)
    {
        parley.Services.Replace(ServiceDescriptor.Singleton<IRoomLog>(_ => new MemoryRoomLog(Guid.CreateVersion7())));
        return parley;
    }
}
