using System.CommandLine;
using GlancePortal.Domain.Conversion;

namespace GlancePortal.Cli;

/// <summary>`doctor`: what this machine lacks, a line a finding.</summary>
internal static class DoctorVerb
{
    private const int Found = 1;

    public static Command Create(VerbHost host)
    {
        var doctor = new Command("doctor", "Look at what the program needs of this machine.");
        doctor.SetAction((_, stopping) => host.RunAloneAsync(
            async (services, token) =>
            {
                var findings = new List<string>();
                await foreach (var finding in ConversionAsync(services.GetRequiredService<ConversionTools>(), token))
                {
                    findings.Add(finding);
                    await Console.Out.WriteLineAsync(finding);
                }

                return findings.Exists(finding => finding.StartsWith(Missing, StringComparison.Ordinal)) ? Found : 0;
            },
            stopping));
        return doctor;
    }

    private const string Fine = "ok       ";
    private const string Missing = "missing  ";

    private static async IAsyncEnumerable<string> ConversionAsync(
        ConversionTools tools, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await QemuImgAsync(tools, cancellationToken);
        foreach (var name in new[] { "gzip", "xz", "zstd" })
        {
            yield return ConversionTools.OnPath(name) is null ? $"{Missing}{name}: archives of this kind cannot be unpacked." : $"{Fine}{name}";
        }

        var support = ConversionTools.Confinement;
        foreach (var gap in support.Gaps())
        {
            yield return Missing + gap;
        }

        if (!support.Gaps().Any())
        {
            yield return $"{Fine}tools are locked in: Landlock version {support.LandlockVersion}, seccomp";
        }
    }

    private static async Task<string> QemuImgAsync(ConversionTools tools, CancellationToken cancellationToken)
    {
        try
        {
            var tool = await tools.FindAsync(cancellationToken);
            return $"{Fine}qemu-img {tool.Version}{(tool.HasZstd ? "" : ", without zstd: qcow2 can be compressed by zlib only")}";
        }
        catch (ConversionException refusal)
        {
            return Missing + refusal.Message;
        }
    }
}
