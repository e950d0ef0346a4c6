using System.Buffers.Text;

namespace LiveStatProxy.Demo.World;

/// <summary>Makes a <see cref="SampleWorld"/> from options: the same each time, but for the clock.</summary>
public sealed class WorldBuilder
{
    private static readonly int[] ClusterSizes = [1, 2, 1, 4];
    private static readonly string[] SessionTypes = ["interactive", "batch", "inference"];
    private static readonly string[] SessionNames = ["training", "notebook", "자연어-처리", "évaluation-🚀", "etl"];
    private readonly WorldOptions _options;
    private readonly DateTimeOffset _now;
    private readonly Random _random;

    private WorldBuilder(WorldOptions options, DateTimeOffset now)
    {
        _options = options;
        _now = now;
        _random = new Random(options.Seed);
    }

    /// <summary>Builds the world as of <paramref name="time"/>'s now; its running kernels started within the last hours.</summary>
    public static SampleWorld Build(WorldOptions options, TimeProvider time) => new WorldBuilder(options, time.GetUtcNow()).Build();

    private SampleWorld Build()
    {
        var users = Users();
        var agents = Enumerable.Range(1, _options.Agents).Select(Agent).ToList();
        var images = Images();
        return new SampleWorld
        {
            ProjectId = NewId(),
            Users = users,
            Agents = agents,
            Images = images,
            Sessions = Sessions(users, agents, images),
        };
    }

    private List<User> Users() =>
    [
        NewUser("superadmin@example.com", "Super Admin", UserRole.Superadmin),
        NewUser("admin@example.com", "Domain Admin", UserRole.Admin),
        .. Enumerable.Range(1, _options.Users).Select(number => NewUser($"user{number}@example.com", $"Jürgen 김 {number}", UserRole.User)),
    ];

    private User NewUser(string email, string fullName, UserRole role) => new(
        NewId(), email, fullName, role, $"AKIA{NewText(10)}", NewText(30), _now.AddDays(-100));

    private Agent Agent(int number) => new($"i-sample{number:D2}", $"tcp://10.0.0.{number}:6001", number % 2 == 0, _now.AddDays(-30));

    private List<Image> Images() =>
    [
        new(NewId(), "cr.example.com", "stable/python", "python", "3.12-ubuntu22.04"),
        new(NewId(), "cr.example.com", "stable/python-pytorch", "python-pytorch", "2.4-py312-cuda12.4"),
    ];

    private List<Session> Sessions(List<User> users, List<Agent> agents, List<Image> images)
    {
        var sessions = new List<Session>();
        var left = _options.Kernels;
        while (left > 0)
        {
            var number = sessions.Count;
            var session = NewSession(number, users, "RUNNING", _now.AddMinutes(-_random.Next(20, 600)), sessions.LastOrDefault());
            var size = Math.Min(left, ClusterSizes[number % ClusterSizes.Length]);
            AddRunningKernels(session, size, agents, number % 2 == 1 ? images[1] : images[0], gpus: number % 2);
            sessions.Add(session);
            left -= size;
        }

        var pending = NewSession(sessions.Count, users, "PENDING", _now.AddMinutes(-1));
        pending.Kernels.Add(NewKernel(pending, 0, images[0], 0));
        sessions.Add(pending);

        var terminated = NewSession(sessions.Count, users, "TERMINATED", _now.AddDays(-3));
        terminated.Kernels.Add(NewKernel(terminated, 0, images[0], 0, agents[0], terminated.CreatedAt.AddSeconds(20)));
        sessions.Add(terminated);
        return sessions;
    }

    private Session NewSession(int number, List<User> users, string status, DateTimeOffset createdAt, Session? dependsOn = null)
    {
        var owner = users[2 + (number % _options.Users)];
        return new Session
        {
            Id = NewId(),
            Name = $"{SessionNames[number % SessionNames.Length]}-{number + 1}",
            Owner = owner,
            Status = status,
            Type = SessionTypes[number % SessionTypes.Length],
            CreatedAt = createdAt,
            TerminatedAt = status == "TERMINATED" ? createdAt.AddHours(2) : null,
            Tag = number % 3 == 0 ? "nightly \"v2\" <α>" : null,
            DependsOn = number % 5 == 4 ? dependsOn : null,
            Folders = number % 2 == 0 ? [new VirtualFolder(NewId(), $"data-{number}", owner)] : [],
        };
    }

    private void AddRunningKernels(Session session, int size, List<Agent> agents, Image image, int gpus)
    {
        for (var index = 0; index < size; index++)
        {
            var agent = agents[(session.Kernels.Count + _random.Next(agents.Count)) % agents.Count];
            var kernel = NewKernel(session, index, image, gpus, agent, session.CreatedAt.AddSeconds(15 + index), isRunning: true);
            session.Kernels.Add(kernel);
            agent.Kernels.Add(kernel);
        }
    }

    private Kernel NewKernel(
        Session session, int index, Image image, int gpus, Agent? agent = null, DateTimeOffset? startedAt = null, bool isRunning = false)
    {
        var cores = 1 << _random.Next(0, 4);
        var memoryBytes = cores * 4L * 1024 * 1024 * 1024;
        return new Kernel
        {
            Id = NewId(),
            Session = session,
            ClusterIndex = index,
            Image = image,
            Agent = agent,
            StartedAt = startedAt,
            Cores = cores,
            MemoryBytes = memoryBytes,
            Gpus = gpus,
            Load = isRunning && startedAt is { } start ? new KernelLoad(start, cores, memoryBytes, gpus, _random) : null,
        };
    }

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private string NewText(int bytes)
    {
        var buffer = new byte[bytes];
        _random.NextBytes(buffer);
        return Base64Url.EncodeToString(buffer).Replace('-', 'a').Replace('_', 'b').ToUpperInvariant();
    }
}
