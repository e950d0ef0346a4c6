using System.Globalization;
using System.Text;
using CsCheck;
using LiveStatProxy.Core.Documents;
using LiveStatProxy.Demo.Manager.Schema;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Tests.Pipeline;

/// <summary>An operation as a client would send it.</summary>
public sealed record GeneratedOperation(string Query, object Variables)
{
    public override string ToString() => Query;
}

/// <summary>
/// Makes operations over the sample manager's schema: any selections that lead to kernels or away from them, with aliases,
/// arguments, directives, fragments and odd white space. Some are invalid on purpose: keys that clash, fields that are not there.
/// </summary>
internal sealed class OperationGenerator
{
    private static readonly string[] Separators = [" ", " ", " ", "\n", "\r\n", "\r", ", ", "\t", " # live_stat { 🍎\n", ",,"];
    private static readonly string[] Directives = ["", "", "", "", " @include(if: $yes)", " @skip(if: $no)", "@include(if: $no)", " @skip(if: $yes)"];
    private static readonly string[] ClashingAliases = ["x: ", "y:", "live_stat: ", "stat : ", "id: "];
    private static readonly string[] TowardsKernels =
        ["edges", "node", "items", "kernel_nodes", "containers", "compute_containers", "compute_sessions", "dependees", "dependencies"];
    private static readonly string[] NodeTypes = ["KernelNode", "AgentNode", "ComputeSessionNode", "ImageNode"];
    private static readonly string[] ItemTypes = ["ComputeContainer", "ComputeSession", "LegacyComputeSession", "Agent", "KeyPair"];

    private readonly SchemaDefinition _schema;
    private readonly (string Call, string Type)[] _roots;

    public OperationGenerator(SampleWorld world)
    {
        _schema = SchemaParser.Parse(SampleSchema.ReadSdl(SchemaVariant.Current));
        var session = world.Sessions[0];
        var kernel = world.RunningKernels.First();
        var kernelNode = GlobalId.Of("KernelNode", kernel.Id);
        _roots =
        [
            ("compute_session_nodes(first: 3)", "ComputeSessionConnection"),
            ($"compute_session_node(id: \"{GlobalId.Of("ComputeSessionNode", session.Id)}\")", "ComputeSessionNode"),
            ($"node(id: \"{kernelNode}\")", "Node"),
            ("node(id: \"no such id\")", "Node"),
            ("agent_nodes(first: 2)", "AgentConnection"),
            ($"agent(agent_id: \"{world.Agents[0].Id}\")", "Agent"),
            ("agent_list(limit: 2, offset: 0)", "AgentList"),
            ("compute_session_list(limit: 3, offset: 0)", "ComputeSessionList"),
            ($"compute_container(id: \"{kernel.Id}\")", "ComputeContainer"),
            ($"compute_container_list(limit: 3, offset: 0, session_id: \"{session.Id}\")", "ComputeContainerList"),
            ("legacy_compute_session_list(limit: 3, offset: 0)", "LegacyComputeSessionList"),
            ("keypairs", "KeyPair"),
            ($"_entities(representations: [{{__typename: \"AgentNode\", id: \"{GlobalId.Of("AgentNode", world.Agents[0].Id)}\"}}])", "_Entity"),
        ];
    }

    public Gen<GeneratedOperation> Operations => Gen.ULong.Select(seed => Generate(new Random((int)(seed % int.MaxValue))));

    private GeneratedOperation Generate(Random random)
    {
        var writer = new Writer(this, random);
        var roots = Enumerable.Range(0, random.Next(1, 4)).Select(_ => writer.Root()).ToList();
        var query = new StringBuilder("query Generated($yes: Boolean!, $no: Boolean!) {");
        roots.ForEach(root => query.Append(writer.Separator()).Append(root));
        query.Append(" } ").AppendJoin(' ', writer.Fragments);
        return new GeneratedOperation(Used(query.ToString()), new { yes = true, no = false });
    }

    // A variable that is not used is an error in every operation; so each is used once more.
    private static string Used(string query) => query.Replace("{", "{ __typename @include(if: $yes) @skip(if: $no)", 1);

    private sealed class Writer(OperationGenerator generator, Random random)
    {
        // Selections still to make: beyond, only leaves.
        private int _budget = random.Next(5, 80);
        private int _count;

        public List<string> Fragments { get; } = [];

        public string Separator() => Any(Separators);

        public string Root()
        {
            var (call, type) = Any(generator._roots);
            return $"r{_count++}: {call}{Any(Directives)} {Set(type, 0)}";
        }

        private string Set(string type, int depth)
        {
            var set = new StringBuilder("{");
            var selections = _budget > 0 ? random.Next(1, 5) : 1;
            _budget -= selections;
            for (var i = 0; i < selections; i++)
            {
                set.Append(Separator()).Append(Selection(type, depth));
            }

            return set.Append(Separator()).Append('}').ToString();
        }

        private string Selection(string type, int depth) => (_budget > 0 ? random.Next(12) : 11) switch
        {
            0 => $"...{Any(["", " @include(if: $yes)", " @skip(if: $yes)"])} {Set(type, depth)}",
            1 => $"... on {ConditionOn(type)} {Set(type is "Node" or "Item" or "_Entity" ? ConditionOn(type) : type, depth)}",
            2 => Spread(type, depth),
            3 => "__typename",
            _ => Field(type, depth),
        };

        private string Spread(string type, int depth)
        {
            var name = $"F{_count++}";
            var condition = ConditionOn(type);
            Fragments.Add($"fragment {name} on {condition} {Set(condition, depth)}");
            return string.Concat(Enumerable.Repeat($"...{name} ", random.Next(1, 3)));
        }

        // The abstract types' members, so that kernels are reached through them.
        private string ConditionOn(string type) => type switch
        {
            "Node" or "_Entity" => Any(NodeTypes),
            "Item" => Any(ItemTypes),
            _ => type,
        };

        private string Field(string type, int depth)
        {
            if (!generator._schema.Types.TryGetValue(type, out var definition))
            {
                return "__typename";
            }

            var leaves = definition.Fields.Where(field => !generator._schema.Types.ContainsKey(field.Value) && field.Value != "_Entity").ToList();
            var branches = definition.Fields.Where(field => generator._schema.Types.ContainsKey(field.Value)).ToList();
            if (branches.Count > 0 && (leaves.Count == 0 || (depth < 9 && _budget > 0 && random.Next(3) > 0)))
            {
                var leading = branches.Where(field => TowardsKernels.Contains(field.Key)).ToList();
                var (name, target) = leading.Count > 0 && random.Next(6) > 0 ? Any(leading) : Any(branches);
                return $"{Alias()}{name}{Any(Directives)} {Set(target, depth + 1)}";
            }

            var statistics = leaves.Where(field => field.Key is "live_stat" or "last_stat").ToList();
            var leaf = statistics.Count > 0 && random.Next(3) > 0 ? Any(statistics).Key
                : leaves.Count == 0 ? "__typename"
                : Any(leaves).Key;
            return $"{Alias()}{leaf}{Any(Directives)}";
        }

        private string Alias() => random.Next(40) switch
        {
            0 => Any(ClashingAliases),
            < 8 => string.Create(CultureInfo.InvariantCulture, $"u{_count++}:"),
            _ => "",
        };

        private T Any<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
    }
}

internal static class TextExtensions
{
    /// <summary>Replaces the first <paramref name="times"/> occurrences.</summary>
    public static string Replace(this string text, string old, string replacement, int times)
    {
        var parts = text.Split(old, times + 1);
        return string.Join(replacement, parts);
    }
}
