using Microsoft.Extensions.Options;

namespace Parley.Server.Contracts.Web;

/// <summary>Checks that every allowed origin is an origin.</summary>
internal sealed class WebOptionsValidation : IValidateOptions<WebOptions>
{
    public ValidateOptionsResult Validate(string? name, WebOptions options) =>
        (options.AllowedOrigins ?? []).Select(OriginPolicy.Validate).OfType<string>().FirstOrDefault() is { } error
            ? ValidateOptionsResult.Fail(error)
            : ValidateOptionsResult.Success;
}
