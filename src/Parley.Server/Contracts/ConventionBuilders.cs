using Microsoft.AspNetCore.Builder;

namespace Parley.Server.Contracts;

/// <summary>Applies each convention to several endpoints.</summary>
internal sealed class ConventionBuilders(params IEndpointConventionBuilder[] builders) : IEndpointConventionBuilder
{
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var builder in builders)
        {
            builder.Add(convention);
        }
    }

    public void Finally(Action<EndpointBuilder> finalConvention)
    {
        foreach (var builder in builders)
        {
            builder.Finally(finalConvention);
        }
    }
}
