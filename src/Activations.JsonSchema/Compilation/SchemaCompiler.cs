using System.Text.Json;
using Activations.JsonSchema.Keywords;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Compilation;

/// <summary>
/// Compiles every schema of a document, and those it refers to, into nodes. It works through a queue instead of recursing, so that no
/// chain of references is too long for it.
/// </summary>
internal sealed class SchemaCompiler
{
    private readonly ReferenceResolver resolver;
    private readonly Dictionary<(SchemaDocument, string), SchemaNode> nodes = [];
    private readonly Dictionary<SchemaResource, SchemaScope> scopes = [];
    private readonly Queue<(SchemaPlace Place, SchemaNode Node)> pending = new();
    private readonly List<(SchemaPlace Place, SchemaNode Node)> compiled = [];
    private readonly CircleDetector circles = new();
    private bool usesDynamicScope;

    private SchemaCompiler(SchemaDocument document, JsonSchemaOptions options)
    {
        Options = options;
        resolver = new ReferenceResolver(document, options.MaxSubschemas);
    }

    public JsonSchemaOptions Options { get; }

    public static SchemaNode Compile(JsonElement schema, JsonSchemaOptions options)
    {
        var tape = new TapeBuilder(options.MaxSchemaDepth);
        var isShallow = JsonTextReader.TryRead(schema, ref tape, out _);
        tape.Dispose();
        if (!isShallow)
            throw new JsonSchemaException("", $"the schema is nested more than {options.MaxSchemaDepth} deep");

        var document = SchemaIndexer.Index(schema.Clone(), "", options.MaxSubschemas);
        return new SchemaCompiler(document, options).Compile(document);
    }

    public SchemaNode NodeAt(SchemaPlace place)
    {
        var key = (place.Resource.Document, place.Pointer);
        if (nodes.TryGetValue(key, out var node))
            return node;
        if (nodes.Count >= Options.MaxSubschemas)
            throw place.Error("", $"the schema refers to more than {Options.MaxSubschemas} schemas");

        node = new SchemaNode(place.Absolute);
        nodes.Add(key, node);
        pending.Enqueue((place, node));
        EnterResource(place.Resource);
        return node;
    }

    /// <summary>Remembers that one schema applies another to the same instance.</summary>
    public void AddInPlace(SchemaNode from, SchemaNode to) => circles.Add(from, to);

    public SchemaPlace Resolve(SchemaPlace from, string keyword, string reference) => resolver.Resolve(from, keyword, reference);

    public void UseDynamicScope() => usesDynamicScope = true;

    private SchemaNode Compile(SchemaDocument document)
    {
        var root = NodeAt(document.Places[""]);
        foreach (var place in document.Places.Values.ToList())
            NodeAt(place);

        while (pending.TryDequeue(out var next))
        {
            Complete(next.Place, next.Node);
            compiled.Add(next);
        }

        circles.Refuse(compiled);
        if (usesDynamicScope)
            compiled.ForEach(entry => entry.Node.Scope = scopes[entry.Place.Resource]);

        return root;
    }

    // Any resource that is entered may be where a dynamic reference ends up.
    private void EnterResource(SchemaResource resource)
    {
        if (scopes.ContainsKey(resource))
            return;

        var scope = scopes[resource] = new SchemaScope();
        foreach (var (name, place) in resource.DynamicAnchors)
            scope.DynamicAnchors.Add(name, NodeAt(place));
    }

    private void Complete(SchemaPlace place, SchemaNode node)
    {
        if (place.Element.ValueKind != JsonValueKind.Object)
        {
            node.Complete(place.Element.ValueKind == JsonValueKind.True);
            return;
        }

        var source = new SchemaSource(this, place, node);
        var keywords = new List<Keyword>();
        CoreKeywords.Add(source, keywords);
        if (source.RefHidesSiblings)
        {
            node.Complete(null, keywords);
            return;
        }

        AnnotationKeywords.Check(source);
        ApplicatorKeywords.Add(source, keywords);
        ObjectKeywords.Add(source, keywords);
        ArrayKeywords.Add(source, keywords);
        ValidationKeywords.Add(source, keywords);
        node.Complete(ValidationKeywords.Type(source), keywords);
    }
}
