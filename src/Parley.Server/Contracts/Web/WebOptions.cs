namespace Parley.Server.Contracts.Web;

/// <summary>Which pages may use the server from a browser. Section <c>Parley:Web</c> of the configuration.</summary>
public sealed class WebOptions
{
    /// <summary>
    /// Origins of pages that may connect besides those of the server's own origin, such as <c>https://chat.example.com</c>, as browsers
    /// send them. <c>*</c> allows every page, also to act as a visitor whom the application recognizes by a cookie. Default: none.
    /// </summary>
    public IReadOnlyList<string>? AllowedOrigins { get; set; }
}
