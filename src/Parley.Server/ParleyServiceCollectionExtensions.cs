using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Engine.Hosting;
using Parley.Engine.Logs;
using Parley.Engine.Routing.Local;
using Parley.Server;
using Parley.Server.Contracts.Chat;
using Parley.Server.Contracts.Http;
using Parley.Server.Contracts.Rooms;
using Parley.Server.Contracts.Web;
using Parley.Server.Following;
using Parley.Server.Hosting;
using Parley.Server.Operations;
using Parley.Server.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Parley to an ASP.NET Core application.</summary>
public static class ParleyServiceCollectionExtensions
{
    private const string DefaultDirectory = "parley-data";

    /// <summary>
    /// Adds rooms and everything that serves them. The log is SQLite in <c>./parley-data</c> unless <c>UseSqlite</c> or <c>UseMemory</c>
    /// chooses another. Kestrel's default limits do not suit long-lived streams: see <see cref="ParleyExtensions.UseParleyLimits"/>.
    /// </summary>
    public static IParleyBuilder AddParley(this IServiceCollection services)
    {
        services.AddHostedService<LogOpening>();
        services.TryAddSingleton<IRoomLog>(provider => SqliteExtensions.Open(provider, DefaultDirectory));
        return new ParleyBuilder(services)
            .AddEngine().AddStorageOptions().AddLocalRouter().AddOperations().AddFollowing().AddSessions().AddWeb()
            .AddChatContract().AddRoomContract().AddHttpContract();
    }
}
