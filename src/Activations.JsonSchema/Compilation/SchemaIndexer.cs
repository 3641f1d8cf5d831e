using System.Text.Json;
using Activations.JsonSchema.Formats;

namespace Activations.JsonSchema.Compilation;

/// <summary>Finds the schemas of a document, its resources (core §8.2.1) and its anchors (§8.2.2), before anything is compiled.</summary>
internal sealed class SchemaIndexer(SchemaDocument document, int maxSubschemas)
{
    // On average: a long name is part of the location of every schema below it.
    private const int LocationLength = 250;

    /// <summary>Indexes a whole document.</summary>
    public static SchemaDocument Index(JsonElement root, string uri, int maxSubschemas)
    {
        var document = new SchemaDocument(root);
        var resource = new SchemaResource(document, uri, "", Dialect.Draft202012);
        new SchemaIndexer(document, maxSubschemas).Visit(root, "", resource, isRoot: true);
        return document;
    }

    /// <summary>Indexes a part of a document that a reference made a schema of, though it stands under no known keyword.</summary>
    public SchemaPlace IndexPart(JsonElement element, string pointer, SchemaResource resource)
    {
        Visit(element, pointer, resource, isRoot: false);
        return document.Places[pointer];
    }

    private void Visit(JsonElement element, string pointer, SchemaResource parent, bool isRoot)
    {
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
            throw new JsonSchemaException(pointer, "a schema has to be an object or a boolean");
        if (document.Places.Count >= maxSubschemas)
            throw new JsonSchemaException(pointer, $"there are more than {maxSubschemas} schemas in the document");

        if ((document.LocationLength += pointer.Length + parent.Uri.Length) > LocationLength * (long)maxSubschemas)
            throw new JsonSchemaException("", "the names and URIs that lead to its schemas are too long");

        var place = new SchemaPlace(pointer, element, parent);
        if (element.ValueKind == JsonValueKind.Object)
            place = place with { Resource = FindResource(place, isRoot) };
        else if (isRoot)
            Register(place, parent);

        if (!document.Places.TryAdd(pointer, place) || element.ValueKind != JsonValueKind.Object)
            return;

        AddAnchors(place);
        foreach (var (segment, schema) in SubschemaPositions.In(place))
            Visit(schema, pointer + segment, place.Resource, isRoot: false);
    }

    private SchemaResource FindResource(SchemaPlace place, bool isRoot)
    {
        var parent = place.Resource;
        var dialect = FindDialect(place) ?? parent.Dialect;
        var id = FindId(place, dialect);
        if (id is null && !isRoot)
            return dialect == parent.Dialect
                ? parent
                : throw place.Error("/$schema", "only a schema with an '$id' can be of another dialect than the one around it");

        var uri = id is null ? parent.Uri : UriReference.Resolve(parent.Uri, id).WithoutFragment();
        var resource = new SchemaResource(document, uri, place.Pointer, dialect);
        Register(place, resource);
        return resource;
    }

    private void Register(SchemaPlace place, SchemaResource resource)
    {
        if (!document.Resources.TryAdd(resource.Uri, resource))
            throw place.Error("/$id", $"another schema has the URI '{resource.Uri}' already");
    }

    private static Dialect? FindDialect(SchemaPlace place)
    {
        if (!place.Members.TryGetValue("$schema", out var value))
            return null;

        var uri = SchemaObject.Text(value) ?? throw place.Error("/$schema", "it has to be a string");
        return Dialect.Find(uri)
            ?? throw place.Error("/$schema", $"the dialect '{uri}' is not supported; draft 2020-12 and draft-07 are");
    }

    /// <summary>The <c>$id</c>, unless it names no resource: an anchor in draft-07, or hidden by a <c>$ref</c> there.</summary>
    private static string? FindId(SchemaPlace place, Dialect dialect)
    {
        if (!place.Members.TryGetValue("$id", out var value))
            return null;
        if (dialect.Draft == Draft.Seven && place.Members.TryGetValue("$ref", out _))
            return null;

        var id = SchemaObject.Text(value) ?? throw place.Error("/$id", "it has to be a string");
        if (!UriFormats.IsUriReference(id))
            throw place.Error("/$id", $"'{id}' is not a URI reference");

        var reference = UriReference.Parse(id);
        if (dialect.Draft == Draft.Seven)
            return reference.WithoutFragment().Length == 0 && reference.Fragment is { Length: > 0 } ? null : id;

        return reference.Fragment is { Length: > 0 }
            ? throw place.Error("/$id", "it must not have a fragment; a name inside of a schema is an '$anchor'")
            : id;
    }

    private static void AddAnchors(SchemaPlace place)
    {
        if (place.Resource.Dialect.Draft == Draft.Seven)
        {
            AddFragmentId(place);
            return;
        }

        AddAnchor(place, "$anchor", place.Resource.Anchors);
        if (AddAnchor(place, "$dynamicAnchor", place.Resource.DynamicAnchors) is { } name
            && !place.Resource.Anchors.TryAdd(name, place)
            && place.Resource.Anchors[name].Pointer != place.Pointer)
            throw place.Error("/$dynamicAnchor", $"the name '{name}' is taken already");
    }

    private static string? AddAnchor(SchemaPlace place, string keyword, Dictionary<string, SchemaPlace> anchors)
    {
        if (!place.Members.TryGetValue(keyword, out var value))
            return null;

        var name = SchemaObject.Text(value);
        if (name is null || !IsAnchor(name))
            throw place.Error($"/{keyword}", "it has to be a name of letters, digits, '-', '_' and '.', and not begin with a digit");

        return anchors.TryAdd(name, place) ? name : throw place.Error($"/{keyword}", $"the name '{name}' is taken already");
    }

    // core §8.2.2: the syntax of XML's NCName, in ASCII.
    private static bool IsAnchor(string name) => name.Length > 0
        && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static void AddFragmentId(SchemaPlace place)
    {
        var hasId = place.Members.TryGetValue("$id", out var value) && !place.Members.TryGetValue("$ref", out _);
        if (!hasId || SchemaObject.Text(value) is not { } id || UriReference.Parse(id).Fragment is not { Length: > 0 } name)
            return;
        if (!place.Resource.Anchors.TryAdd(name, place))
            throw place.Error("/$id", $"the name '{name}' is taken already");
    }
}
