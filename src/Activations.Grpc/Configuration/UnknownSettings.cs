using System.Reflection;

namespace Activations.Grpc.Configuration;

/// <summary>
/// Finds settings that there are not. One that is misspelt would otherwise be passed over, and with it what it was to
/// protect.
/// </summary>
internal static class UnknownSettings
{
    private static readonly string[] OfSecrets = ["Keys", "KeysFile"];

    /// <summary>A problem for each; it shows names, never values.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">What it is read into.</param>
    public static IEnumerable<string> Find(IConfigurationSection section, Type options)
    {
        foreach (var child in section.GetChildren())
        {
            if (!NamesOf(options).TryGetValue(child.Key, out var type))
                yield return $"{child.Path} is not a setting of this service.";
            else if (type.Namespace == options.Namespace && type.IsClass)
            {
                foreach (var problem in Find(child, type))
                    yield return problem;
            }
        }
    }

    private static Dictionary<string, Type> NamesOf(Type options) => options == typeof(SecretsOptions)
        ? OfSecrets.ToDictionary(name => name, _ => typeof(string), StringComparer.OrdinalIgnoreCase)
        : options.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.CanWrite)
            .ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
}
