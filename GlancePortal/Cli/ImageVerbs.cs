using System.CommandLine;
using System.Globalization;
using GlancePortal.Domain.Conversion;
using GlancePortal.Hosting;

namespace GlancePortal.Cli;

/// <summary>`image …`: what an administrator does with disks outside of the server.</summary>
internal static class ImageVerbs
{
    public static Command Create(VerbHost host) => new("image", "Disks outside of the server.")
    {
        ConvertFile(host),
    };

    private static Command ConvertFile(VerbHost host)
    {
        var source = new Argument<FileInfo>("source") { Description = "The disk, which is only read." };
        var target = new Argument<FileInfo>("target") { Description = "The new disk; nothing may be there." };
        var from = new Option<string>("--from") { Description = "Format of the source. It is not guessed.", Required = true };
        var to = new Option<string>("--to") { Description = "Format of the target: raw, qcow2, vmdk, vhd, vhdx or vdi.", Required = true };
        var compression = new Option<Qcow2Compression>("--compression") { Description = "Of a qcow2." };
        var vmdk = new Option<VmdkKind>("--vmdk") { Description = "Kind of a vmdk." };
        var vhd = new Option<VhdKind>("--vhd") { Description = "Kind of a vhd." };
        var iso = new Option<bool>("--take-iso") { Description = "Make a disk of an ISO." };
        var convert = new Command("convert-file", "Convert a disk as an import would: by qemu-img, locked in and within the same limits.")
        {
            source, target, from, to, compression, vmdk, vhd, iso,
        };
        convert.SetAction((given, stopping) => host.RunAloneAsync(
            (services, token) => ConvertAsync(
                services.GetRequiredService<ConversionTools>(), services.GetRequiredService<DiskConverter>(),
                new ConversionRequest(given.GetValue(source)!.FullName, given.GetValue(from)!, given.GetValue(target)!.FullName, given.GetValue(to)!)
                {
                    Compression = given.GetValue(compression),
                    Vmdk = given.GetValue(vmdk),
                    Vhd = given.GetValue(vhd),
                    TakesIso = given.GetValue(iso),
                },
                token),
            stopping));
        return convert;
    }

    private static async Task<int> ConvertAsync(
        ConversionTools tools, DiskConverter converter, ConversionRequest request, CancellationToken cancellationToken)
    {
        if (!File.Exists(request.SourcePath) || Path.Exists(request.TargetPath))
        {
            await Console.Error.WriteLineAsync(File.Exists(request.SourcePath)
                ? $"{request.TargetPath}: is there already."
                : $"{request.SourcePath}: there is no such file.");
            return PortalHost.ConfigurationFault;
        }

        try
        {
            // First, so that the time below is the conversion's and not that of finding and compiling the way to it.
            var tool = await tools.FindAsync(cancellationToken);
            var began = TimeProvider.System.GetTimestamp();
            var disk = await converter.ConvertAsync(request, progress: null, cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote {disk.Bytes} bytes of {disk.Format} with a disk of {disk.VirtualSizeBytes} bytes in it, by qemu-img {tool.Version} in {took:0.00} s."));
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return PortalHost.ConfigurationFault;
        }
    }
}
