namespace GlancePortal.Tests.Formats.Fuzzing;

/// <summary>Makes the checksums of a damaged content right again: what lies behind them is never reached otherwise.</summary>
internal static class Checksums
{
    public static void Repair(DiskFile file)
    {
        var bytes = file.Bytes;
        if (bytes.AsSpan().StartsWith("vhdxfile"u8) && bytes.Length >= VhdxFiles.Regions + (64 * VhdxFiles.KiB))
        {
            VhdxFiles.Seal(file);
        }
        if (bytes.Length < VhdFiles.FooterBytes)
        {
            return;
        }
        var end = bytes.Length - VhdFiles.FooterBytes;
        if (bytes.AsSpan().StartsWith("conectix"u8))
        {
            VhdFiles.SealFooter(file, 0);
            bytes.AsSpan(0, VhdFiles.FooterBytes).CopyTo(bytes.AsSpan(end));
        }
        else if (bytes.AsSpan(end).StartsWith("conectix"u8))
        {
            VhdFiles.SealFooter(file, end);
        }
    }
}
