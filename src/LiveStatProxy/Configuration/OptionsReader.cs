using System.Reflection;

namespace LiveStatProxy.Configuration;

/// <summary>Options that have rules between their values, on top of the <see cref="AllowedAttribute"/> on each.</summary>
public interface IRelatedOptions
{
    /// <summary>Adds what is wrong between values that are each allowed.</summary>
    void Check(string section, ConfigurationMistakes mistakes);
}

/// <summary>Reads a typed options record from its section and notes every mistake, unlike the binder, which throws at the first.</summary>
public static class OptionsReader
{
    /// <summary>Reads <typeparamref name="T"/> from <paramref name="sectionName"/>; values that are wrong keep their defaults and are noted.</summary>
    public static T Read<T>(IConfiguration configuration, string sectionName, ConfigurationMistakes mistakes)
        where T : class, new()
    {
        var section = configuration.GetSection(sectionName);
        var options = new T();
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray();

        NoteUnknownKeys(section, properties, mistakes);
        var mistakesBefore = mistakes.Lines.Count;
        foreach (var property in properties)
        {
            ReadValue(section.GetSection(property.Name), property, options, mistakes);
        }

        if (options is IRelatedOptions related && mistakes.Lines.Count == mistakesBefore)
        {
            related.Check(sectionName, mistakes);
        }

        return options;
    }

    private static void NoteUnknownKeys(IConfigurationSection section, PropertyInfo[] properties, ConfigurationMistakes mistakes)
    {
        // A secret may stand under a misspelt key.
        var mayBeSecret = properties.Any(IsSecret);
        var known = properties.Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren().Where(child => !known.Contains(child.Key)))
        {
            mistakes.Add(child.Path, mayBeSecret ? "…" : child.Value ?? "…", $"one of the keys {string.Join(", ", known.Order(StringComparer.Ordinal))}");
        }
    }

    private static void ReadValue(IConfigurationSection value, PropertyInfo property, object options, ConfigurationMistakes mistakes)
    {
        var rule = property.GetCustomAttribute<AllowedAttribute>();
        if (value.Exists())
        {
            try
            {
                property.SetValue(options, value.Get(property.PropertyType, binder => binder.ErrorOnUnknownConfiguration = true));
            }
            catch (InvalidOperationException)
            {
                mistakes.Add(value.Path, IsSecret(property) ? "…" : value.Value ?? "…", rule?.Allowed ?? AllowedByType(property.PropertyType));
                return;
            }
        }

        if (rule is not null && !rule.Allows(property.GetValue(options)))
        {
            mistakes.Add(value.Path, IsSecret(property) && value.Exists() ? "…" : value.Value ?? Listed(value), rule.Allowed);
        }
    }

    private static bool IsSecret(PropertyInfo property) => property.IsDefined(typeof(SecretAttribute));

    private static string? Listed(IConfigurationSection value) =>
        value.Exists() ? string.Join(", ", value.GetChildren().Select(child => child.Value)) : null;

    private static string AllowedByType(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(plain))}"
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(TimeSpan) ? "a duration (hh:mm:ss)"
            : $"a {plain.Name}";
    }
}
