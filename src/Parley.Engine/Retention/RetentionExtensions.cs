using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Parley.Engine.Retention;

internal static class RetentionExtensions
{
    private const string Section = "Parley:Retention";
    private const string Keep = $"{Section}:{nameof(RetentionOptions.Keep)}";

    public static IParleyBuilder AddRetention(this IParleyBuilder parley)
    {
        parley.Services.AddOptions<RetentionOptions>().BindConfiguration(Section)
            .Configure<IConfiguration>((options, configuration) => options.Keep = ReadStrongest(configuration) ?? options.Keep)
            .ValidateDataAnnotations().ValidateOnStart();
        parley.Services.TryAddSingleton<RoomRetention>();
        return parley;
    }

    /// <summary>
    /// The rules of the configuration source that wins. Binding alone would merge the rules of all sources by their numbers: a single rule
    /// on the command line would replace the first one of a file, and the rest of the file would still hold.
    /// </summary>
    private static List<string>? ReadStrongest(IConfiguration configuration)
    {
        foreach (var provider in configuration is IConfigurationRoot root ? root.Providers.Reverse() : [])
        {
            var numbers = provider.GetChildKeys([], Keep).Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(Comparer<string>.Create(ConfigurationKeyComparer.Instance.Compare));
            var rules = numbers.Select(number => provider.TryGet($"{Keep}:{number}", out var rule) ? rule : null).OfType<string>().ToList();
            if (rules.Count > 0)
            {
                return rules;
            }
        }

        return null;
    }
}
