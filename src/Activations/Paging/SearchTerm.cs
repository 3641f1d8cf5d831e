using System.Text;
using Activations.Identifiers;

namespace Activations.Paging;

/// <summary>
/// What a list is searched for: names that begin with a text in any case, or the row with that id. Stores keep names
/// folded beside the names themselves, so that a search is a range of an index.
/// </summary>
public sealed record SearchTerm
{
    private SearchTerm(string text)
    {
        Folded = Fold(text);
        FoldedEnd = EndOfPrefix(Folded);
        Id = Identifiers.Id.TryParse<WriteId>(text, out var id) ? id.Value : null;
    }

    /// <summary>The text, folded. A name matches if it is not less than this …</summary>
    public string Folded { get; }

    /// <summary>… and less than this, both compared by code point, as UTF-8 is; null if there is no upper bound.</summary>
    public string? FoldedEnd { get; }

    /// <summary>The id that the text is, if it is one.</summary>
    public Ulid? Id { get; }

    /// <summary>The term for a text; none for an empty one.</summary>
    /// <param name="text">The text.</param>
    public static SearchTerm? Of(string text) => string.IsNullOrEmpty(text) ? null : new SearchTerm(text);

    /// <summary>Folds a name: two that differ only by case (Unicode's simple mappings) are the same afterwards.</summary>
    /// <param name="text">The name.</param>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToUpperInvariant();
    }

    /// <summary>The least text that is greater than every text with this prefix: the last code point, one up.</summary>
    private static string? EndOfPrefix(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var last = runes[^1].Value;
            runes.RemoveAt(runes.Count - 1);
            if (last < 0x10FFFF)
                return string.Concat(runes) + new Rune(last == 0xD7FF ? 0xE000 : last + 1); // between them are surrogates
        }

        return null;
    }
}
