using System.Globalization;
using Xunit;

namespace GlancePortal.Tests.Formats.Fuzzing;

/// <summary>Shows the inspector what nobody thought of. CONTRIBUTING.md tells how to let it run for hours.</summary>
[Trait("Suite", "unit")]
public sealed class FormatFuzzing(ITestOutputHelper output)
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMinutes(1);

    private readonly FuzzCorpus _corpus = new(Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_FUZZ_CORPUS"));

    [Fact]
    public void Whatever_the_bytes_the_inspection_keeps_its_promises()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_FUZZ_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        var random = new Random(seed);
        var (mutations, oracle, qemu) = (new Mutations(random), new Oracle(random), QemuOpinion.FromEnvironment());
        var signatures = new HashSet<string>(StringComparer.Ordinal);
        _corpus.Load();
        Tell($"Seed {seed}, {_corpus.Count} contents to begin with");
        var contents = _corpus.All.ToList();
        foreach (var content in contents)
        {
            signatures.Add(Oracle.Signature(Try(content, oracle, qemu)));
        }
        var (began, reported, inputs) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetTimestamp(), 0L);
        for (; TimeProvider.System.GetElapsedTime(began) < Duration(); inputs++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var content = mutations.Change(_corpus.Pick(random), _corpus.Pick(random));
            if (signatures.Add(Oracle.Signature(Try(content, oracle, qemu))))
            {
                _corpus.Add(content);
            }
            if (TimeProvider.System.GetElapsedTime(reported) > ReportEvery)
            {
                reported = TimeProvider.System.GetTimestamp();
                _corpus.Report($"{inputs} inputs, {signatures.Count} kinds of reports");
            }
        }
        Tell($"{inputs} inputs, {signatures.Count} kinds of reports, no fault");
    }

    private static TimeSpan Duration() =>
        double.TryParse(Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_FUZZ_MINUTES"), CultureInfo.InvariantCulture, out var minutes)
            ? TimeSpan.FromMinutes(minutes)
            : UsualTime;

    private Domain.Formats.FormatReport Try(byte[] content, Oracle oracle, QemuOpinion? qemu)
    {
        try
        {
            var report = oracle.Judge(content);
            qemu?.Compare(content, report);
            return report;
        }
        catch (Exception fault)
        {
            var message = $"{fault}\n{_corpus.Fail(content)}";
            _corpus.Report($"FAULT {message}");
            throw new InvalidOperationException(message, fault);
        }
    }

    private void Tell(string line)
    {
        output.WriteLine(line);
        _corpus.Report(line);
    }
}
