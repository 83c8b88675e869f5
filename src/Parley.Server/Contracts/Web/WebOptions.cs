namespace Parley.Server.Contracts.Web;

/// <summary>Which pages may use the server from a browser. Section <c>Parley:Web</c> of the configuration.</summary>
public sealed class WebOptions
{
    /// <summary>
    /// Origins of pages that may connect besides those that the server's own host serves, such as <c>https://chat.example.com</c>; <c>*</c>
    /// is any page. Default: none.
    /// </summary>
    public IReadOnlyList<string>? AllowedOrigins { get; set; }
}
