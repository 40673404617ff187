using System.Globalization;
using System.Text;

namespace GlancePortal.Domain.Conversion;

/// <summary>Reads what qemu-img says with `-p`: `    (12.34/100%)` and a carriage return, again and again.</summary>
internal sealed class QemuProgress(Action<double>? report)
{
    private double _last = -1;

    public async Task ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        var pending = "";
        while (await output.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            var parts = (pending + Encoding.ASCII.GetString(buffer, 0, count)).Split('\r', '\n');
            foreach (var part in parts[..^1])
            {
                Take(part);
            }

            // A tool that says other things must not fill our memory.
            pending = parts[^1].Length < buffer.Length ? parts[^1] : "";
        }
    }

    private void Take(string line)
    {
        var (open, slash) = (line.IndexOf('(', StringComparison.Ordinal), line.IndexOf('/', StringComparison.Ordinal));
        if (open >= 0 && slash > open
            && double.TryParse(line[(open + 1)..slash], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && Math.Min(1, percent / 100) is var part && part > _last)
        {
            _last = part;
            report?.Invoke(part);
        }
    }
}
