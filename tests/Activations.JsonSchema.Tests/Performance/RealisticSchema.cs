namespace Activations.JsonSchema.Tests.Performance;

/// <summary>What an integration's variables look like, with every keyword that is common in them.</summary>
internal static class RealisticSchema
{
    public const string Text = """
        {
          "type": "object",
          "required": ["listName", "syncHour", "contact"],
          "additionalProperties": false,
          "properties": {
            "listName": { "type": "string", "minLength": 1, "maxLength": 50 },
            "syncHour": { "type": "integer", "minimum": 0, "maximum": 23 },
            "mode": { "enum": ["full", "incremental", "off"] },
            "tag": { "type": "string", "pattern": "^[a-z][a-z0-9-]{0,30}$" },
            "ratio": { "type": "number", "multipleOf": 0.01 },
            "enabled": { "type": "boolean" },
            "note": { "type": ["string", "null"] },
            "contact": {
              "type": "object",
              "required": ["email", "name"],
              "properties": {
                "email": { "type": "string", "maxLength": 100 },
                "name": { "type": "string" },
                "phone": { "type": "string", "pattern": "^\\+(49|1)[0-9]{5,15}$" }
              },
              "unevaluatedProperties": false
            },
            "fields": { "type": "array", "maxItems": 20, "uniqueItems": true, "items": { "type": "string", "minLength": 1 } },
            "limits": { "type": "object", "propertyNames": { "maxLength": 10 }, "additionalProperties": { "type": "integer", "minimum": 1 } },
            "color": { "type": "string", "pattern": "^#[0-9a-f]{6}$" },
            "size": { "type": "integer" },
            "weight": { "type": "number", "exclusiveMinimum": 0 },
            "target": { "oneOf": [{ "type": "null" }, { "type": "integer" }, { "enum": [1.5, 2.5, 3.5, 4.5, 5.5, 6.5] }] },
            "webhook": { "$ref": "#/$defs/text" }
          },
          "if": { "properties": { "mode": { "const": "full" } }, "required": ["mode"] },
          "then": { "required": ["size"] },
          "$defs": { "text": { "type": "string", "not": { "maxLength": 0 } } }
        }
        """;

    public const string Valid = """
        {
          "listName": "Customers \u00e9", "syncHour": 5, "mode": "full", "tag": "my-tag-1", "ratio": 0.25, "enabled": true, "note": null,
          "contact": { "email": "ada@example.com", "name": "Ada", "phone": "+4912345678" },
          "fields": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"],
          "limits": { "daily": 5, "weekly": 20 }, "color": "#a0b1c2", "size": 10, "weight": 1.5, "target": 6.5,
          "webhook": "https://example.com/x"
        }
        """;

    public const string Invalid = """
        { "listName": "Customers", "syncHour": 5, "mode": "full", "contact": { "email": "ada@example.com", "name": "Ada" }, "color": "red" }
        """;
}
