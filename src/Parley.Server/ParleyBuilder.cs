using Microsoft.Extensions.DependencyInjection;

namespace Parley.Server;

internal sealed class ParleyBuilder(IServiceCollection services) : IParleyBuilder
{
    public IServiceCollection Services => services;
}
