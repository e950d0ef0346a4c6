using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Flags;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace LiveStatProxy.Tests.Rollout;

public class AllocationTests
{
    private const int Callers = 10_000;

    private static readonly string[] AccessKeys = [.. Enumerable.Range(0, Callers).Select(AccessKey)];

    // Microsoft's validation tests of all its libraries: github.com/microsoft/FeatureManagement, Samples/VariantAssignment.*.json, whose flags
    // AllocationAssignedVariant and ComplexAssignment give Alpha to percentiles 0 to 50 and Beta to the rest.
    [Theory]
    [InlineData("AllocationAssignedVariant", "Adam", "Alpha")]
    [InlineData("AllocationAssignedVariant", "Britney", "Beta")]
    [InlineData("ComplexAssignment", "Jane", "Alpha")]
    [InlineData("ComplexAssignment", "Selena", "Beta")]
    public async Task Percentiles_are_those_of_the_published_vectors(string flag, string user, string variant)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$$"""
            {"feature_management": {"feature_flags": [{
              "id": "{{{flag}}}", "enabled": true, "variants": [{"name": "Alpha"}, {"name": "Beta"}],
              "allocation": {"percentile": [{"variant": "Alpha", "from": 0, "to": 50}, {"variant": "Beta", "from": 50, "to": 100}]}
            }]}}
            """))).Build();
        var library = new FeatureManager(new ConfigurationFeatureDefinitionProvider(configuration));

        var assigned = await library.GetVariantAsync(flag, new TargetingContext { UserId = user }, TestContext.Current.CancellationToken);

        Assert.Equal(variant, assigned.Name);
        Assert.Equal(variant, Percentile(user, $"allocation\n{flag}") < 50 ? "Alpha" : "Beta");
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "livestat")]
    [InlineData("Adam", null)]
    [InlineData("사용자", "livestat")]
    public void A_callers_bucket_is_its_percentile(string accessKey, string? seed) =>
        Assert.Equal(
            Percentile(accessKey, seed ?? "allocation\nLiveStat"), Bucket.Of(accessKey, new Allocation { Seed = seed }), tolerance: 1e-12);

    [Fact]
    public async Task A_callers_variant_is_what_its_bucket_says()
    {
        var version = Flags.Version(Flags.File(
            """ "seed": "livestat", "percentile": [{"variant": "Prometheus", "from": 0, "to": 12.5}, {"variant": "Shadow", "from": 12.5, "to": 100}] """));

        foreach (var accessKey in AccessKeys.Take(1_000))
        {
            var expected = Percentile(accessKey, "livestat") < 12.5 ? LiveStatVariant.Prometheus : LiveStatVariant.Shadow;
            Assert.Equal(expected, await version.VariantOfAsync(accessKey));
        }
    }

    [Fact]
    public async Task A_raise_moves_nobody_back()
    {
        var before = new HashSet<string>();
        foreach (var percent in new[] { 0, 1, 5, 10, 20, 50, 99, 100 })
        {
            var after = await OnPrometheusAsync(Flags.WithPrometheusUpTo(percent), AccessKeys);

            Assert.Empty(before.Except(after));
            before = after;
        }

        Assert.Equal(Callers, before.Count);
    }

    [Fact]
    public Task A_raise_of_any_size_moves_no_one_of_any_name_back() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.String[Gen.Char.AlphaNumeric, 1, 40].List[20]).SampleAsync(
            async (one, other, keys) =>
            {
                var low = await OnPrometheusAsync(Flags.WithPrometheusUpTo(Math.Min(one, other)), keys);
                var high = await OnPrometheusAsync(Flags.WithPrometheusUpTo(Math.Max(one, other)), keys);
                return low.IsSubsetOf(high);
            },
            iter: 200);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(50)]
    public async Task The_real_share_is_the_configured_one_within_statistical_bounds(int percent)
    {
        var share = (await OnPrometheusAsync(Flags.WithPrometheusUpTo(percent), AccessKeys)).Count / (double)Callers;

        // Four standard deviations of a binomial distribution; the keys are fixed, so this fails always or never.
        var (p, deviation) = (percent / 100d, Math.Sqrt(percent / 100d * (1 - (percent / 100d)) / Callers));
        Assert.InRange(share, p - (4 * deviation), p + (4 * deviation));
    }

    [Fact]
    public async Task A_caller_keeps_its_variant_however_many_others_come()
    {
        var version = Flags.WithPrometheusUpTo(50);
        var first = await OnPrometheusAsync(version, AccessKeys);

        await OnPrometheusAsync(version, Enumerable.Range(Callers, 2 * Callers).Select(AccessKey));

        Assert.Equal(first, await OnPrometheusAsync(version, AccessKeys));
    }

    [Fact]
    public async Task Users_go_before_groups_and_groups_before_percentiles()
    {
        var version = Flags.Version(Flags.File("""
            "user": [{"variant": "Manager", "users": ["PILOT-2", "ALONE"]}],
            "group": [{"variant": "Shadow", "groups": ["pilots"]}],
            "percentile": [{"variant": "Prometheus", "from": 0, "to": 100}]
            """));

        Assert.Equal(LiveStatVariant.Manager, await version.VariantOfAsync("PILOT-2"));
        Assert.Equal(LiveStatVariant.Manager, await version.VariantOfAsync("ALONE"));
        Assert.Equal(LiveStatVariant.Shadow, await version.VariantOfAsync("PILOT-1"));
        Assert.Equal(LiveStatVariant.Prometheus, await version.VariantOfAsync("SOMEONE"));
    }

    [Fact]
    public async Task Whom_nothing_allocates_gets_the_default_or_the_manager()
    {
        Assert.Equal(LiveStatVariant.Shadow, await Flags.Version(Flags.File(""" "default_when_enabled": "Shadow" """)).VariantOfAsync("AK"));
        Assert.Equal(LiveStatVariant.Manager, await Flags.Version(Flags.File("")).VariantOfAsync("AK"));
    }

    [Fact]
    public async Task A_disabled_flag_gives_everyone_the_manager()
    {
        var file = Flags.File(""" "default_when_enabled": "Prometheus", "user": [{"variant": "Prometheus", "users": ["AK"]}] """);

        Assert.Equal(LiveStatVariant.Prometheus, await Flags.Version(file).VariantOfAsync("AK"));
        Assert.Equal(
            LiveStatVariant.Manager,
            await Flags.Version(file.Replace("true", "false", StringComparison.Ordinal)).VariantOfAsync("AK"));
    }

    private static async Task<HashSet<string>> OnPrometheusAsync(FlagVersion version, IEnumerable<string> accessKeys)
    {
        var found = new HashSet<string>();
        foreach (var accessKey in accessKeys)
        {
            if (await version.VariantOfAsync(accessKey) == LiveStatVariant.Prometheus)
            {
                found.Add(accessKey);
            }
        }

        return found;
    }

    private static string AccessKey(int i) => "AKIA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture))))[..16];

    /// <summary>By the published description, apart from the product's code: SHA-256 of user, line feed and seed; its first four bytes, little-endian, as a fraction of their maximum.</summary>
    private static double Percentile(string user, string seed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{user}\n{seed}"));
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) / 4294967295.0 * 100;
    }
}
