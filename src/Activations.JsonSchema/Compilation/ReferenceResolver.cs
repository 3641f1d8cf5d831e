using System.Text;
using System.Text.Json;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.MetaSchemas;

namespace Activations.JsonSchema.Compilation;

/// <summary>
/// Finds what a reference refers to (core §8.2.3): in the document itself or in the meta-schemas built in. Everything else is refused,
/// because nothing is ever fetched.
/// </summary>
internal sealed class ReferenceResolver(SchemaDocument document, int maxSubschemas)
{
    public SchemaPlace Resolve(SchemaPlace from, string keyword, string reference)
    {
        var target = UriReference.Resolve(from.Resource.Uri, reference);
        var uri = target.WithoutFragment();
        var resource = document.Resources.GetValueOrDefault(uri)
            ?? from.Resource.Document.Resources.GetValueOrDefault(uri)
            ?? BuiltInMetaSchemas.Find(uri)?.Resource
            ?? throw from.Error($"/{keyword}", $"'{reference}' refers to '{uri}', which is not in this document; nothing is fetched");

        var fragment = Decode(from, keyword, target.Fragment ?? "");
        if (fragment.Length == 0 || fragment[0] == '/')
            return FindByPointer(from, keyword, resource, fragment);

        return resource.Anchors.GetValueOrDefault(fragment)
            ?? throw from.Error($"/{keyword}", $"'{reference}' refers to the name '{fragment}', which no schema has there");
    }

    private static string Decode(SchemaPlace from, string keyword, string fragment)
    {
        if (!fragment.Contains('%', StringComparison.Ordinal))
            return fragment;

        var bytes = new List<byte>();
        for (var i = 0; i < fragment.Length; i++)
        {
            if (fragment[i] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(fragment, i, 1));
                continue;
            }

            if (i + 2 >= fragment.Length || !char.IsAsciiHexDigit(fragment[i + 1]) || !char.IsAsciiHexDigit(fragment[i + 2]))
                throw from.Error($"/{keyword}", "its fragment has a '%' without two hexadecimal digits");

            bytes.Add(Convert.ToByte(fragment.Substring(i + 1, 2), 16));
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private SchemaPlace FindByPointer(SchemaPlace from, string keyword, SchemaResource resource, string fragment)
    {
        var owner = resource.Document;
        if (owner.Places.TryGetValue(resource.Pointer + fragment, out var place))
            return place;

        var (element, pointer, nearest) = (owner.Places[resource.Pointer].Element, resource.Pointer, resource);
        foreach (var token in fragment[1..].Split('/'))
        {
            element = Step(element, token) ?? throw from.Error($"/{keyword}", $"there is nothing at '#{fragment}'");
            pointer += "/" + token;
            nearest = owner.Places.GetValueOrDefault(pointer)?.Resource ?? nearest;
        }

        if (owner.Places.TryGetValue(pointer, out place))
            return place;
        if (owner != document)
            throw from.Error($"/{keyword}", $"there is no schema at '#{fragment}' of the meta-schema");

        return new SchemaIndexer(owner, maxSubschemas).IndexPart(element, pointer, nearest);
    }

    private static JsonElement? Step(JsonElement element, string token)
    {
        var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        if (element.ValueKind == JsonValueKind.Object)
            return SchemaObject.Members(element).TryGetValue(name, out var member) ? member : null;

        var isIndex = element.ValueKind == JsonValueKind.Array
            && name.Length is > 0 and < 10
            && name.All(char.IsAsciiDigit)
            && PointerToken.Escape(name) == token;
        if (!isIndex)
            return null;

        var index = Convert.ToInt32(name, 10);
        return index < element.GetArrayLength() ? element[index] : null;
    }
}
