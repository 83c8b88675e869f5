namespace Parley.Server.Hosting.Settings;

/// <summary>The value that somebody has given to a setting.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Values">The value, or those of a list.</param>
/// <param name="Source">What it is called where it was given, such as <c>PARLEY_GRPC_PORT</c> or <c>--grpc-port</c>.</param>
internal sealed record SettingValue(Setting Setting, IReadOnlyList<string> Values, string Source);
