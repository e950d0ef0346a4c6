using System.Globalization;
using System.Numerics;
using GraphQL.Types;
using GraphQLParser.AST;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>A scalar that is text on the wire and text here: <c>JSONString</c>, <c>GlobalIDField</c> and their like.</summary>
internal sealed class TextScalar : ScalarGraphType
{
    public TextScalar(string name) => Name = name;

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value is null or string ? value : ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value is null or string ? value : ThrowSerializationError(value);
}

/// <summary><c>DateTime</c>, written as Python's <c>isoformat</c>: microseconds only where there are some, an offset with a colon.</summary>
internal sealed class DateTimeScalar : ScalarGraphType
{
    public DateTimeScalar() => Name = "DateTime";

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) => moment,
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateTimeOffset moment => moment.ToString(
            moment.Ticks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMicrosecond ? "yyyy-MM-ddTHH:mm:sszzz" : "yyyy-MM-ddTHH:mm:ss.ffffffzzz",
            CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };
}

/// <summary><c>UUID</c>.</summary>
internal sealed class UuidScalar : ScalarGraphType
{
    public UuidScalar() => Name = "UUID";

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue(text.Value.ToString()),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when Guid.TryParse(text, out var id) => id,
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) => value is null or Guid ? value : ThrowSerializationError(value);
}

/// <summary><c>BigInt</c>: a whole number of any size.</summary>
internal sealed class BigIntScalar : ScalarGraphType
{
    public BigIntScalar() => Name = "BigInt";

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLIntValue number => BigInteger.Parse(number.Value, CultureInfo.InvariantCulture),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value is null or int or long or BigInteger ? value : ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value switch
    {
        null or int or long or BigInteger => value,
        double number => new BigInteger(number),
        _ => ThrowSerializationError(value),
    };
}

/// <summary><c>_Any</c>: an entity's representation, an object with <c>__typename</c> and its key.</summary>
internal sealed class AnyScalar : ScalarGraphType
{
    public AnyScalar() => Name = "_Any";

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLObjectValue representation => (representation.Fields ?? []).ToDictionary(
            field => field.Name.StringValue, field => ParseLiteral(field.Value)),
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLIntValue number => long.Parse(number.Value, CultureInfo.InvariantCulture),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value;
}
