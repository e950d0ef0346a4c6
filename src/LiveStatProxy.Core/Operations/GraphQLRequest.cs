namespace LiveStatProxy.Core.Operations;

/// <summary>
/// Where a GraphQL request's parts stand in the bytes of its JSON body. The positions are those of the raw contents of JSON
/// strings, between the quotes, escapes as they came and not checked.
/// </summary>
/// <param name="Query">The raw content of <c>query</c>.</param>
/// <param name="OperationName">The raw content of <c>operationName</c> or <c>operation_name</c>; null where it is absent or null.</param>
public readonly record struct GraphQLRequest(Range Query, Range? OperationName);
