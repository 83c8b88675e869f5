using Microsoft.Extensions.DependencyInjection;
using Parley.Engine.Feeds;

namespace Parley.Server.Contracts.Http;

internal static class HttpExtensions
{
    public static IParleyBuilder AddHttpContract(this IParleyBuilder parley)
    {
        parley.AddFeedFormat<StreamEventFormat>();
        parley.Services.AddSingleton<StreamEpochs>();
        parley.Services.AddSingleton<HttpGate>();
        parley.Services.AddSingleton<BodyBudget>();
        parley.Services.AddSingleton<PostBody>();
        parley.Services.AddSingleton<HttpCalls>();
        parley.Services.AddSingleton<EventStreamEndpoint>();
        return parley;
    }
}
