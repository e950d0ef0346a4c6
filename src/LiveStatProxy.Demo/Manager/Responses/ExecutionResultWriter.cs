using GraphQL.Execution;

namespace LiveStatProxy.Demo.Manager.Responses;

/// <summary>Writes an executed operation's data in the order of its selections.</summary>
internal static class ExecutionResultWriter
{
    /// <summary>Writes <c>{"data": …, "errors": …}</c>.</summary>
    public static ReadOnlyMemory<byte> WriteResult(ExecutionNode? data, IReadOnlyList<GraphQLErrorEntry> errors)
    {
        var writer = new PythonJsonWriter();
        writer.BeginObject();
        writer.Key("data");
        WriteNode(writer, data);
        writer.Separator();
        writer.Key("errors");
        writer.Value(errors.Count == 0 ? null : errors.Select(error => error.Formatted()));
        writer.EndObject();
        return writer.Written;
    }

    /// <summary>Writes the data alone.</summary>
    public static ReadOnlyMemory<byte> WriteData(ExecutionNode? data)
    {
        var writer = new PythonJsonWriter();
        WriteNode(writer, data);
        return writer.Written;
    }

    private static void WriteNode(PythonJsonWriter writer, ExecutionNode? node)
    {
        switch (node)
        {
            case ObjectExecutionNode { SubFields: { } fields }: WriteObject(writer, fields); break;
            case ArrayExecutionNode { SerializedResult: { } values }: writer.Value(values); break;
            case ArrayExecutionNode { Items: { } items }: WriteArray(writer, items); break;
            case ValueExecutionNode value: writer.Value(value.ToValue()); break;
            default: writer.Value(null); break;
        }
    }

    private static void WriteObject(PythonJsonWriter writer, ExecutionNode[] fields)
    {
        writer.BeginObject();
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                writer.Separator();
            }

            writer.Key(fields[i].Name!);
            WriteNode(writer, fields[i]);
        }

        writer.EndObject();
    }

    private static void WriteArray(PythonJsonWriter writer, List<ExecutionNode> items)
    {
        writer.BeginArray();
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                writer.Separator();
            }

            WriteNode(writer, items[i]);
        }

        writer.EndArray();
    }
}
