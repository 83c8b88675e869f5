namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures Parley in a host. Returned by <c>AddParley</c>.</summary>
public interface IParleyBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
