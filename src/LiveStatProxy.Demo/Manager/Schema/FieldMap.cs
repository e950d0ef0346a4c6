using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Utilities;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>Says, type by type and field by field, where the values of the SDL's fields come from.</summary>
internal sealed class FieldMap(TypeSettings types)
{
    /// <summary>The fields of <paramref name="typeName"/>, whose objects are <typeparamref name="TSource"/>.</summary>
    public TypeFields<TSource> Type<TSource>(string typeName)
        where TSource : class
    {
        var type = types.For(typeName);
        type.IsTypeOfFunc = source => source is TSource;
        return new TypeFields<TSource>(type);
    }
}

/// <summary>The fields of one type.</summary>
internal sealed class TypeFields<TSource>(TypeConfig type)
    where TSource : class
{
    /// <summary>A field that reads its object only.</summary>
    public TypeFields<TSource> Field(string name, Func<TSource, object?> read) => Field(name, (source, _) => read(source));

    /// <summary>A field that needs its arguments or the request too.</summary>
    public TypeFields<TSource> Field(string name, Func<TSource, FieldCall, object?> resolve)
    {
        type.FieldFor(name).Resolver = new FuncFieldResolver<object?>(
            context => resolve((TSource)context.Source!, new FieldCall(context)));
        return this;
    }
}

/// <summary>One field being resolved: its arguments and the request that it belongs to.</summary>
internal readonly struct FieldCall(IResolveFieldContext context)
{
    /// <summary>The request: its caller, the world, the statistics.</summary>
    public ManagerRequest Request => (ManagerRequest)context.RootValue!;

    /// <summary>An argument, or the default of its type where it was not given.</summary>
    public T Argument<T>(string name) => context.GetArgument<T>(name);
}
