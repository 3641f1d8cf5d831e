using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Changes requests that are all right into some that hardly are: still messages, with values that are odd.</summary>
internal sealed class MessageMutations(Dice dice, bool isForJson)
{
    /// <summary>Changes a message in some places.</summary>
    public void Mutate(IMessage message)
    {
        for (var count = dice.Between(1, 3); count > 0; count--)
            MutateOne(message);
    }

    private void MutateOne(IMessage message)
    {
        if (message is Struct value)
        {
            MutateStruct(value);
            return;
        }

        if (message is ListValue items)
        {
            items.Values.Add(OddValue());
            return;
        }

        var fields = message.Descriptor.Fields.InDeclarationOrder();
        if (fields.Count == 0)
            return;
        var field = dice.OneOf((IReadOnlyList<FieldDescriptor>)fields);
        if (dice.Falls(0.15) && field.ContainingOneof is null)
            field.Accessor.Clear(message);
        else if (field.IsRepeated)
            MutateList((IList)field.Accessor.GetValue(message), field);
        else if (field.FieldType == FieldType.Message)
            MutateInner(message, field);
        else if (Odd(field) is { } odd)
            field.Accessor.SetValue(message, odd);
    }

    private void MutateInner(IMessage message, FieldDescriptor field)
    {
        if (field.Accessor.GetValue(message) is not IMessage inner || dice.Falls(0.1))
        {
            inner = field.MessageType.Parser.ParseFrom([]);
            field.Accessor.SetValue(message, inner);
        }

        if (inner is Timestamp time && !isForJson)
            time.Nanos = OddValues.Number(dice);
        else if (inner is FieldMask mask && !isForJson)
            mask.Paths.Add(OddValues.Text(dice));
        else if (inner is not (Timestamp or FieldMask))
            MutateOne(inner);
    }

    private void MutateList(IList list, FieldDescriptor field)
    {
        if (list.Count == 0 || dice.Falls(0.3))
        {
            for (var count = dice.OneOf([1, 1, 2, 101, 1001]); count > 0; count--)
                list.Add(field.FieldType == FieldType.Message ? field.MessageType.Parser.ParseFrom([]) : OddValues.Text(dice)[..]);
        }
        else if (dice.Falls(0.3))
        {
            list.Add(list[0]);
        }
        else if (list[dice.Below(list.Count)] is IMessage inner)
        {
            MutateOne(inner);
        }
    }

    private void MutateStruct(Struct value)
    {
        var name = OddValues.Text(dice);
        if (name.Length > 300)
            name = name[..300];
        if (name.Length == 0 && isForJson)
            name = "empty"; // the formatter writes no such member; the mutations of a body do
        value.Fields[name] = OddValue();
        if (dice.Falls(0.3))
            value.Fields[dice.OneOf(["listName", "syncHour", "value", "type", "$ref", "pattern", "properties"])] = value.Fields[name].Clone();
    }

    private Value OddValue() => dice.Below(6) switch
    {
        0 => Value.ForNumber(isForJson ? OddValues.Number(dice) : OddValues.Double(dice)),
        1 => Value.ForString(OddValues.Text(dice)),
        2 => Value.ForNull(),
        3 => Value.ForList([.. Enumerable.Repeat(Value.ForBool(true), dice.OneOf([0, 1, 300]))]),
        4 => Value.ForStruct(new Struct { Fields = { [isForJson ? "a" : OddValues.Text(dice)] = Value.ForBool(true) } }),
        _ => isForJson ? Value.ForBool(false) : new Value(), // no value at all
    };

    private object? Odd(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => OddValues.Text(dice),
        FieldType.Int32 => OddValues.Number(dice),
        FieldType.Bool => dice.Falls(0.5),
        _ => null,
    };
}
