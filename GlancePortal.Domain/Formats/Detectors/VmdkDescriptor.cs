using System.Text;
using System.Text.RegularExpressions;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>The descriptor within a VMDK, line by line.</summary>
/// <param name="find">Told of findings.</param>
internal sealed partial class VmdkDescriptor(Action<string, string> find)
{
    private const int LongestLine = 1024;
    private const string NoParent = "ffffffff";

    private static readonly string[] Accepted = ["monolithicSparse", "streamOptimized"];

    private readonly byte[] _line = new byte[LongestLine];
    private int _lineBytes;
    private int _extents;

    /// <summary>Kind of the disk; null when it names none that exists, or several.</summary>
    public string? CreateType { get; private set; }

    /// <summary>Whether nothing more is to be read: the text has ended, or is none.</summary>
    public bool IsOver { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var letter in bytes)
        {
            if (IsOver)
            {
                return;
            }
            if (letter is 0 or (byte)'\n')
            {
                TakeLine(Encoding.ASCII.GetString(_line, 0, _lineBytes).Trim());
                _lineBytes = 0;
                IsOver |= letter == 0;
            }
            else if (_lineBytes == LongestLine || letter is not ((byte)'\t' or (byte)'\r' or (>= (byte)' ' and <= (byte)'~')))
            {
                find(FormatChecks.Descriptor, "its descriptor is no text.");
                IsOver = true;
            }
            else
            {
                _line[_lineBytes++] = letter;
            }
        }
    }

    public void End()
    {
        if (!IsOver)
        {
            Add([0]);
        }
        if (CreateType is null)
        {
            find(FormatChecks.Descriptor, $"its descriptor does not say which kind it is: {string.Join(" or ", Accepted)}.");
        }
        if (_extents != 1)
        {
            find(_extents == 0 ? FormatChecks.Descriptor : FormatChecks.ExternalExtent, $"its descriptor names {_extents} extents instead of one.");
        }
    }

    private void TakeLine(string line)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }
        if (ExtentLine().Match(line) is { Success: true } extent)
        {
            TakeExtent(extent);
        }
        else if (SettingLine().Match(line) is { Success: true } setting)
        {
            TakeSetting(setting.Groups["key"].Value, setting.Groups["value"].Value.Trim('"'));
        }
        else
        {
            find(FormatChecks.Descriptor, "its descriptor has lines that belong to none.");
        }
    }

    private void TakeExtent(Match extent)
    {
        _extents++;
        var file = extent.Groups["file"].Value;
        if (file.Contains('/', StringComparison.Ordinal) || file.Contains('\\', StringComparison.Ordinal))
        {
            find(FormatChecks.ExternalExtent, "its descriptor names an extent by a path.");
        }
        if (!extent.Groups["type"].ValueSpan.Equals("SPARSE", StringComparison.OrdinalIgnoreCase))
        {
            find(FormatChecks.ExternalExtent, "its descriptor names an extent that is in another file.");
        }
    }

    private void TakeSetting(string key, string value)
    {
        switch (key.ToUpperInvariant())
        {
            case "CREATETYPE" when CreateType is not null || !Accepted.Contains(value, StringComparer.Ordinal):
                find(FormatChecks.Descriptor, $"its descriptor is of another kind than {string.Join(" or ", Accepted)}, or of several.");
                break;
            case "CREATETYPE":
                CreateType = value;
                break;
            case "PARENTCID" when !value.Equals(NoParent, StringComparison.OrdinalIgnoreCase):
            case "PARENTFILENAMEHINT":
                find(FormatChecks.Parent, "it is the difference to a parent disk.");
                break;
        }
    }

    [GeneratedRegex("""^(rw|rdonly|noaccess)\s+\d+\s+(?<type>\w+)(\s+"(?<file>[^"]*)"(\s+\d+)?)?$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExtentLine();

    [GeneratedRegex(@"^(?<key>[A-Za-z][A-Za-z0-9_.]*)\s*=\s*(?<value>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex SettingLine();
}
