using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Operations;

namespace LiveStatProxy.Commands;

/// <summary>A file with an operation: a GraphQL document, or a whole request body as a client sends it.</summary>
/// <param name="Body">The request body.</param>
/// <param name="Text">The document.</param>
internal sealed record OperationFile(byte[] Body, string Text)
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="operationName">The operation to run; for a document.</param>
    /// <param name="variables">Variables as JSON; for a document.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The file can't be read, or is not what it should be; the message says why.</exception>
    public static async Task<OperationFile> ReadAsync(FileInfo path, string? operationName, string? variables, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(path, cancellationToken);
        if (!GraphQLRequestReader.TryRead(bytes, out var request) || !JsonStringContent.IsValid(bytes.AsSpan(request.Query)))
        {
            var text = Encoding.UTF8.GetString(bytes);
            return new OperationFile(BodyOf(text, operationName, variables), text);
        }

        return operationName is null && variables is null
            ? new OperationFile(bytes, JsonStringContent.Unescape(bytes.AsSpan(request.Query)))
            : throw new InvalidDataException($"{path} is a whole request body, which has its own operation name and variables.");
    }

    private static async Task<byte[]> ReadAsync(FileInfo path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path.FullName, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} can't be read: {fault.Message}", fault);
        }
    }

    private static byte[] BodyOf(string text, string? operationName, string? variables)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("query", text);
            if (operationName is not null)
            {
                writer.WriteString("operationName", operationName);
            }

            if (variables is not null)
            {
                writer.WritePropertyName("variables");
                WriteVariables(writer, variables);
            }

            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void WriteVariables(Utf8JsonWriter writer, string variables)
    {
        try
        {
            writer.WriteRawValue(variables);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"--variables is no JSON: {fault.Message}", fault);
        }
    }
}
