namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the Parley server of a host. Returned by <c>AddParley</c>.</summary>
public interface IParleyBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
